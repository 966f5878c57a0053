#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "laboratory/filing_outcome.hpp"

namespace nrmm::laboratory {

// A changed pack beside the one in force, and the filings it is tried on.
struct DiffRequest {
  const cities::Pack& before;
  const cities::Pack& after;
  // The next filings, none at the end. Called from several threads, by one at a time.
  std::function<std::vector<machines::StoredFiling>()> next;
  std::function<Json(const Json& sealed)> open;  // personal values opened; thread-safe
  std::optional<Date> on;  // the day everything is judged; none: each case on its own, drafts on `today`
  Date today;
  int threads = 0;  // 0: as many as there are cores
};

// What is otherwise under the changed pack. A value that one of them does not have is empty.
struct Difference {
  Trait::Key key;
  std::string before, after, basis;
};

struct ChangedFiling {
  std::string machine, record, form;
  machines::MachineState state = machines::MachineState::draft;
  Date on;
  bool refused_before = false, refused_after = false;
  std::vector<Difference> differences;
};

// A code that filings use and the changed pack no longer has.
struct GoneCode {
  std::string vocabulary, code;  // vocabulary `districts` for districts
  auto operator<=>(const GoneCode&) const = default;
};

struct PackDiff {
  int filings = 0;
  std::vector<ChangedFiling> changed;  // by machine
  std::map<GoneCode, int> gone;        // → filings that use it

  bool nothing() const { return changed.empty() && gone.empty(); }
};

// Judges every filing under both packs and keeps what differs. Throws what `next` and `open` throw.
PackDiff diff_packs(const DiffRequest& request);

// What differs between two outcomes of one filing.
std::vector<Difference> differences(const Outcome& before, const Outcome& after);

}  // namespace nrmm::laboratory

#pragma once

#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"

namespace nrmm::sites {

enum class Direction { entry, exit };
const char* name_of(Direction direction);
std::optional<Direction> direction(std::string_view name);

// Words of the facts that the gate asks for.
namespace fact {
inline constexpr const char* kActive = "active";        // of site_state
inline constexpr const char* kHere = "here";            // of coded, presence
inline constexpr const char* kElsewhere = "elsewhere";  // of coded, presence
}  // namespace fact

// What somebody reports at a gate, and what is known of it.
struct Passage {
  Direction direction;
  Json answers = Json::object();  // of the form `entry` or `exit`
  Json foreign{};                 // of the form `foreign_machine`; null: not given
  // site_state; coded: here, elsewhere, or without it a code that nobody issued; machine_state,
  // emission_stage, test_result, zone …; presence: here, elsewhere or without it; distance_m; of the other
  // site what entry.show_other_site may name.
  Json facts = Json::object();
  Date on{};  // of the scan
};

// What the city's rules say of it. Pure: the same passage gives the same judgement, on the server and in a
// pack's tests.
struct GateJudgement {
  Json answers = Json::object();  // normalised, only of shown fields
  Json foreign;                   // likewise; null where none is asked for
  std::vector<Finding> errors;    // on answers; those about the foreign machine begin with `foreign_machine.`
  std::vector<Finding> findings;  // on the passage: gate.*, levels refuse and flag
  bool report = false;            // the competent department must hear of it at once
  bool leaves_elsewhere = false;  // the entry ends an open presence at another site

  bool blocked() const;
};

// Problem 400 for wrong JSON types and unknown fields; everything else is a finding.
GateJudgement judge_gate(const cities::Pack& pack, const Passage& passage);

}  // namespace nrmm::sites

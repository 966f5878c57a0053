#pragma once

#include <compare>
#include <map>
#include <string>

#include "base/date.hpp"
#include "cities/pack.hpp"
#include "machines/stored_filing_store.hpp"

namespace nrmm::laboratory {

// One thing that a pack makes of a filing.
struct Trait {
  enum class What { finding, derived, required, course };

  struct Key {  // by which it is found again under another pack
    What what;
    std::string name;  // field, derived value; of a course `workflow`
    std::string code;  // of a finding
    std::string rule;
    auto operator<=>(const Key&) const = default;
  };
  // Of a finding its level, of a derived value the term, of a course where it leads and who reviews. Never an
  // answer: answers may be personal.
  std::string value;
  std::string basis;
};

// What would become of a filing if it were handed in under a pack.
struct Outcome {
  bool refused = false;
  std::string form;  // that was judged; empty: nobody may file it
  std::map<Trait::Key, Trait> traits;
};

// `answers`: of the filing, personal values opened. Pure, and asks no database: photos, parties and SMS codes
// count as they were found when the filing was handed in. Thread-safe.
Outcome outcome_of(const cities::Pack& pack, const machines::StoredFiling& filing, const Json& answers,
                   Date on);

}  // namespace nrmm::laboratory

#pragma once

#include <iosfwd>
#include <string>

#include "laboratory/pack_diff.hpp"
#include "laboratory/rule_places.hpp"

namespace nrmm::laboratory {

// A diff as people and programs read it. No answer of any filing is in it.
struct DiffReport {
  std::string city, before, after;  // revisions
  const PackDiff& diff;
  RulePlaces& places;
  std::size_t limit = 0;  // changed filings that are listed; 0: all
  double seconds = 0;     // that judging took
};

void print(const DiffReport& report, std::ostream& out);
Json to_json(const DiffReport& report);

}  // namespace nrmm::laboratory

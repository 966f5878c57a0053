#pragma once

#include <string>
#include <vector>

#include "cities/pack.hpp"

namespace nrmm::machines {

// The answers of an earlier filing that a new one may start from: of fields that the form asks today, still
// well-formed under today's rules, and not what belongs to the one machine or moment: photos, positions,
// identifiers, SMS codes, and fields whose pack says `copied: false`. Personal values are in clear on both
// sides.
struct CopiedAnswers {
  Json answers = Json::object();
  std::vector<std::string> left_out;  // answered before, not taken over
};
CopiedAnswers copied_answers(const cities::Pack&, const cities::Form&, const Json& earlier, Date on);

}  // namespace nrmm::machines

#pragma once

#include <utility>

#include "base/json.hpp"
#include "machines/machine.hpp"

// A machine's record as it is locked, as values: {owner, state, district, machine_kind, emission_stage,
// answers, derived}.
namespace nrmm::machines {

Json record_of(const Machine& machine);

// What two records have otherwise, each side's; of answers and derived values one by one. What one of them
// has not is null there.
std::pair<Json, Json> differing(const Json& before, const Json& after);

// The record before a change, whose `before` was so.
Json undone(Json record, const Json& before);

}  // namespace nrmm::machines

#include "machines/machine_record.hpp"

#include <set>
#include <string>

#include "base/absent.hpp"

namespace nrmm::machines {
namespace {

std::set<std::string> names_of(const Json& one, const Json& other) {
  std::set<std::string> names;
  for (const Json* object : {&one, &other})
    for (const auto& [name, value] : object->items()) names.insert(name);
  return names;
}

bool has_members(const std::string& name) { return name == "answers" || name == "derived"; }

}  // namespace

Json record_of(const Machine& machine) {
  return {{"owner", machine.owner},
          {"state", name_of(machine.state)},
          {"district", or_null(machine.district)},
          {"machine_kind", or_null(machine.machine_kind)},
          {"emission_stage", or_null(machine.emission_stage)},
          {"answers", machine.answers},
          {"derived", machine.derived}};
}

std::pair<Json, Json> differing(const Json& before, const Json& after) {
  std::pair<Json, Json> sides{Json::object(), Json::object()};
  for (const std::string& name : names_of(before, after)) {
    const Json left = before.value(name, Json()), right = after.value(name, Json());
    if (left == right) continue;
    std::pair<Json, Json> both{left, right};
    if (has_members(name)) both = differing(left, right);
    sides.first[name] = std::move(both.first);
    sides.second[name] = std::move(both.second);
  }
  return sides;
}

Json undone(Json record, const Json& before) {
  for (const auto& [name, value] : before.items()) {
    if (!has_members(name)) {
      record[name] = value;
      continue;
    }
    for (const auto& [member, earlier] : value.items()) {
      if (earlier.is_null())
        record[name].erase(member);
      else
        record[name][member] = earlier;
    }
  }
  return record;
}

}  // namespace nrmm::machines

#include <algorithm>

#include "cities/condition.hpp"

namespace nrmm::cities {
namespace {

// {a: 1} and {b: 2} become {a: 1, b: 2}; empty where two parts speak of the same key.
std::optional<Json> one_mapping(const Json& parts) {
  Json merged = Json::object();
  for (const Json& part : parts) {
    for (const auto& [key, value] : part.items()) {
      if (merged.contains(key)) return std::nullopt;
      merged[key] = value;
    }
  }
  return merged;
}

Json part_list(const std::vector<Condition>& parts) {
  Json list = Json::array();
  for (const Condition& part : parts) list.push_back(part.to_json());
  return list;
}

std::optional<std::vector<Condition>> part_conditions(const Json& list) {
  if (!list.is_array()) return std::nullopt;
  std::vector<Condition> parts;
  for (const Json& item : list) {
    auto part = Condition::from_json(item);
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  return parts;
}

bool scalar(const Json& value) { return value.is_string() || value.is_boolean() || value.is_number(); }

std::optional<Condition> test_of(const std::string& name, const Json& test) {
  if (test == "present") return Condition::present(name);
  if (test == "absent") return Condition::absent(name);
  if (scalar(test)) return Condition::equals(name, {test});
  if (!test.is_array() || !std::all_of(test.begin(), test.end(), scalar)) return std::nullopt;
  return Condition::equals(name, {test.begin(), test.end()});
}

std::optional<Condition> entry_of(const std::string& key, const Json& value) {
  if (key != "all" && key != "any") return test_of(key, value);
  auto parts = part_conditions(value);
  if (!parts) return std::nullopt;
  return key == "all" ? Condition::all(std::move(*parts)) : Condition::any(std::move(*parts));
}

}  // namespace

std::optional<Condition> Condition::from_json(const Json& json) {
  if (json.is_null()) return never();
  if (json.is_boolean()) return json.get<bool>() ? always() : never();
  if (!json.is_object()) return std::nullopt;
  std::vector<Condition> parts;
  for (const auto& [key, value] : json.items()) {
    auto part = entry_of(key, value);
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  return all(std::move(parts));
}

Json Condition::to_json() const {
  switch (kind_) {
    case Kind::always:
      return true;
    case Kind::never:
      return false;
    case Kind::present:
      return {{name_, "present"}};
    case Kind::absent:
      return {{name_, "absent"}};
    case Kind::equals:
      return {{name_, values_.size() == 1 ? values_.front() : Json(values_)}};
    case Kind::any:
      return {{"any", part_list(parts_)}};
    case Kind::all:
      break;
  }
  Json parts = part_list(parts_);
  if (auto merged = one_mapping(parts)) return *merged;
  return {{"all", std::move(parts)}};
}

}  // namespace nrmm::cities

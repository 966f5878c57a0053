#include "cities/pack.hpp"

#include <algorithm>
#include <stdexcept>

namespace nrmm::cities {
namespace {

template <typename Map>
auto find_in(const Map& map, std::string_view name) -> const typename Map::mapped_type* {
  const auto found = map.find(name);
  return found == map.end() ? nullptr : &found->second;
}

[[noreturn]] void wrong(std::string_view name, const char* what) {
  throw std::logic_error("policy " + std::string(name) + what);
}

}  // namespace

const Form* Pack::form(std::string_view name) const { return find_in(forms, name); }
const Workflow* Pack::workflow(std::string_view name) const { return find_in(workflows, name); }
const Vocabulary* Pack::vocabulary(std::string_view name) const { return find_in(vocabularies, name); }

const Role* Pack::role(std::string_view name) const { return find_in(roles, name); }

const District* Pack::district(std::string_view id) const {
  const auto found =
      std::find_if(districts.begin(), districts.end(), [&](const District& one) { return one.id == id; });
  return found == districts.end() ? nullptr : &*found;
}

// Characters may have been given to a district again after another had closed: the one still open wins.
const District* Pack::district_of_code(std::string_view two_characters) const {
  const District* closed = nullptr;
  for (const District& one : districts) {
    if (one.code != two_characters) continue;
    if (!one.to) return &one;
    if (closed == nullptr || *closed->to < *one.to) closed = &one;
  }
  return closed;
}

const Json& Pack::policy(std::string_view name, Date on) const {
  const Policy* found = find_in(policies, name);
  if (found == nullptr) wrong(name, " is not declared");
  return found->on(on).value;
}

bool Pack::flag(std::string_view name, Date on) const {
  const Json& value = policy(name, on);
  if (value.is_null()) return false;
  if (!value.is_boolean()) wrong(name, " is no flag");
  return value.get<bool>();
}

std::string Pack::text_policy(std::string_view name, Date on) const {
  const Json& value = policy(name, on);
  if (value.is_null()) return {};
  if (!value.is_string()) wrong(name, " is no text");
  return value.get<std::string>();
}

std::vector<std::string> Pack::list(std::string_view name, Date on) const {
  const Json& value = policy(name, on);
  if (value.is_null()) return {};
  if (!value.is_array()) wrong(name, " is no list");
  return value.get<std::vector<std::string>>();
}

std::optional<Duration> Pack::duration(std::string_view name, Date on) const {
  const Json& value = policy(name, on);
  if (value.is_null()) return std::nullopt;
  const auto parsed = value.is_string() ? Duration::parse(value.get_ref<const std::string&>()) : std::nullopt;
  if (!parsed) wrong(name, " is no duration");
  return parsed;
}

Condition Pack::condition(std::string_view name, Date on) const {
  auto parsed = Condition::from_json(policy(name, on));
  if (!parsed) wrong(name, " is no condition");
  return *parsed;
}

Json Pack::policy_table(Date on) const {
  Json table = Json::object();
  for (const auto& [name, policy] : policies) table[name] = policy.on(on).value;
  return table;
}

std::shared_ptr<const Pack> PackSet::find(std::string_view id) const {
  const auto found = cities.find(id);
  return found == cities.end() ? nullptr : found->second;
}

}  // namespace nrmm::cities

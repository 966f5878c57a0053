#include "cities/loading.hpp"

namespace nrmm::cities {
namespace {

std::set<std::string> allowed_in(const Loading& loading, const std::string& key) {
  std::set<std::string> out = loading.catalogue.placeholders(key);
  const auto area = key.find('.');
  if (area == std::string::npos) return out;
  const auto& of_area = loading.catalogue.placeholders(key.substr(0, area) + ".*");
  out.insert(of_area.begin(), of_area.end());
  return out;
}

// What a person may be told is the city's decision: placeholders that a policy lists must be listed there.
void drop_unlisted(const Loading& loading, const std::string& key, std::set<std::string>& allowed) {
  const auto guard = loading.catalogue.placeholder_guards().find(key);
  if (guard == loading.catalogue.placeholder_guards().end()) return;
  const auto policy = loading.pack.policies.find(guard->second);
  if (policy == loading.pack.policies.end()) return;
  std::set<std::string> listed;
  const auto collect = [&](const Json& value) {
    for (const Json& each : value) listed.insert(each.get<std::string>());
  };
  if (policy->second.undated.value.is_array()) collect(policy->second.undated.value);
  for (const auto& [date, value] : policy->second.dated) collect(value.value);
  std::erase_if(allowed, [&](const std::string& name) { return !listed.contains(name); });
}

}  // namespace

void load_messages(Loading& loading) {
  for (const auto& [key, merged] : loading.of(kMessages)) {
    if (!merged.body.is_scalar()) continue;
    std::set<std::string> allowed = allowed_in(loading, key);
    drop_unlisted(loading, key, allowed);
    check_placeholders(loading, merged.body.source, merged.body.text, allowed);
    loading.pack.messages[key] = merged.body.text;
  }
}

}  // namespace nrmm::cities

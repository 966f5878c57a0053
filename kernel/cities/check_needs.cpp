#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

Source pack_source(const Loading& loading) { return {shown_path(loading.pack.id, "pack.yaml"), 1, 1}; }

void check_policies(Loading& loading) {
  for (const PolicyNeed& need : loading.catalogue.policies()) {
    const auto found = loading.pack.policies.find(need.name);
    if (found == loading.pack.policies.end()) {
      loading.diagnostics.error(pack_source(loading), "P012",
                                "the kernel needs policy `" + need.name + "` of type " + need.type);
    } else if (found->second.type != need.type) {
      loading.diagnostics.error(
          found->second.source, "P002",
          "the kernel reads policy `" + need.name + "` as " + need.type + ", not as " + found->second.type);
    }
  }
}

// Whether the policy has the value on any date.
bool ever(const Policy& policy, const std::string& value) {
  const auto is = [&](const Json& stated) {
    return stated.is_boolean() ? stated == (value == "true") : stated == value;
  };
  if (is(policy.undated.value)) return true;
  for (const auto& [date, dated] : policy.dated)
    if (is(dated.value)) return true;
  return false;
}

void check_forms(Loading& loading) {
  for (const FormNeed& need : loading.catalogue.forms()) {
    if (loading.pack.form(need.form)) continue;
    const auto policy = loading.pack.policies.find(need.policy);
    if (need.policy.empty()) {
      loading.diagnostics.error(pack_source(loading), "P012", "the kernel needs form `" + need.form + "`");
    } else if (policy != loading.pack.policies.end() && ever(policy->second, need.value)) {
      loading.diagnostics.error(policy->second.source, "P012",
                                "`" + need.policy + ": " + need.value + "` needs form `" + need.form + "`");
    }
  }
}

}  // namespace

void check_needs(Loading& loading) {
  check_policies(loading);
  check_forms(loading);
  for (const std::string& key : loading.catalogue.texts()) {
    if (!loading.of(kMessages).contains(key))
      loading.diagnostics.error(pack_source(loading), "P011", "the kernel needs text `" + key + "`");
  }
}

}  // namespace nrmm::cities

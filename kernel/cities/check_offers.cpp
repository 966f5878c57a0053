#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

// Filings and changes are chosen by a list; profiles and sites find their workflow by its subject.
struct Offer {
  const char* policy;
  const char* subject;
};
constexpr Offer kOffers[] = {{"filing.offered", "filing"}, {"changes.offered", "machine"}};

class OfferCheck {
 public:
  OfferCheck(Loading& loading, const Offer& offer) : loading_(loading), offer_(offer) {}

  void run() {
    const auto policy = loading_.pack.policies.find(offer_.policy);
    if (policy == loading_.pack.policies.end()) return;
    take(policy->second.undated);
    for (const auto& [date, dated] : policy->second.dated) take(dated);
    if (loading_.is_stock()) return;
    for (const auto& [name, merged] : loading_.of(kWorkflows)) {
      if (!merged.own || loading_.pack.workflows.at(name).subject != offer_.subject ||
          offered_.contains(name))
        continue;
      if (!copied(name)) unused(merged);
    }
  }

 private:
  void take(const PolicyValue& value) {
    for (const Json& each : value.value) {
      const auto name = each.get<std::string>();
      offered_.insert(name);
      const Workflow* workflow = loading_.pack.workflow(name);
      if (workflow && !workflow->subject.empty() && workflow->subject != offer_.subject)
        loading_.diagnostics.error(value.source, "P002",
                                   "`" + std::string(offer_.policy) + "` names `" + name +
                                       "`, whose subject is " + workflow->subject + ", not " +
                                       offer_.subject);
    }
  }

  bool copied(const std::string& name) const {
    const MergedKind& all = loading_.of(kWorkflows);
    return std::any_of(all.begin(), all.end(), [&](const auto& each) {
      return text_at(each.second.statements.front()->body, "as_in") == name;
    });
  }

  void unused(const Merged& merged) {
    std::vector<std::string> others = loading_.names_of(kWorkflows);
    std::erase(others, merged.name);
    const std::string near = merged.inherited ? std::string() : nearest(merged.name, others);
    loading_.diagnostics.error(
        merged.source, "P013", "nothing uses workflow `" + merged.name + "`",
        near.empty() ? "name it in " + std::string(offer_.policy) : "did you mean `" + near + "`?");
  }

  Loading& loading_;
  const Offer& offer_;
  std::set<std::string> offered_;
};

}  // namespace

void check_offers(Loading& loading) {
  for (const Offer& offer : kOffers) OfferCheck(loading, offer).run();
}

}  // namespace nrmm::cities

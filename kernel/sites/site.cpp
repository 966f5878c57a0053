#include "sites/site.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace nrmm::sites {
namespace {

constexpr std::array<std::pair<SiteState, const char*>, 6> kStates{{{SiteState::draft, "draft"},
                                                                    {SiteState::in_review, "in_review"},
                                                                    {SiteState::returned, "returned"},
                                                                    {SiteState::refused, "refused"},
                                                                    {SiteState::active, "active"},
                                                                    {SiteState::closed, "closed"}}};

}  // namespace

const char* name_of(SiteState state) { return kStates[static_cast<std::size_t>(state)].second; }

SiteState site_state_of(std::string_view name) {
  const auto found =
      std::find_if(kStates.begin(), kStates.end(), [&](const auto& each) { return each.second == name; });
  if (found == kStates.end()) throw std::invalid_argument("no state of a site: " + std::string(name));
  return found->first;
}

SiteState state_in(workflows::Phase phase) {
  switch (phase) {
    case workflows::Phase::returned:
      return SiteState::returned;
    case workflows::Phase::refused:
      return SiteState::refused;
    case workflows::Phase::cancelled:
      return SiteState::draft;
    default:
      return SiteState::in_review;
  }
}

const char* fact_of(SiteState state) {
  switch (state) {
    case SiteState::active:
    case SiteState::closed:
    case SiteState::in_review:
      return name_of(state);
    default:
      return "draft";
  }
}

}  // namespace nrmm::sites

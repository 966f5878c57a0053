#include "users/account.hpp"

#include <algorithm>
#include <iterator>

#include "base/absent.hpp"
#include "cities/offers.hpp"
#include "workflows/engine.hpp"
#include "workflows/personal.hpp"

namespace nrmm::users {
namespace {

Json shortened(const PersonalNumbers& numbers, std::string_view city, const std::string& sealed) {
  if (sealed.empty()) return nullptr;
  return workflows::Personal::masked(numbers.opened(city, sealed));
}

}  // namespace

bool role_open(const cities::Pack& pack, std::string_view role, Date on) {
  if (std::find(std::begin(kSelfRegistered), std::end(kSelfRegistered), role) == std::end(kSelfRegistered))
    return false;
  if (cities::begun_by(pack, role, on).empty()) return false;
  return role != "site_manager" || pack.text_policy("sites.onboarding", on) != "offline_issue";
}

bool profile_reviewed(const cities::Pack& pack, const std::vector<std::string>& roles, Date on) {
  const cities::Workflow* workflow = pack.workflow(kProfileReview);
  const cities::Transition* open = workflow ? workflow->transition(cities::kOpen) : nullptr;
  return open && pack.flag("account.profile_review", on) &&
         workflows::may_take(*open, {roles.begin(), roles.end()});
}

Json facts_of(const cities::Pack& pack, const Account& account, Date on) {
  const bool reviewed = profile_reviewed(pack, account.roles, on);
  const std::string unreviewed = workflows::profile::kNotNeeded;
  const std::string state =
      account.profile_state == unreviewed ? workflows::profile::kDraft : account.profile_state;
  return {{"account_kind", account.kind}, {"profile_state", reviewed ? state : unreviewed}};
}

Json own_view(const Account& account, std::string_view city, const PersonalNumbers& numbers) {
  return {{"id", account.id},
          {"version", account.version},
          {"kind", account.kind},
          {"roles", account.roles},
          {"districts", account.districts},
          {"departments", account.departments},
          {"township", or_null(account.township)},
          {"name", account.name},
          {"login", or_null(account.login)},
          {"phone", shortened(numbers, city, account.phone_sealed)},
          {"id_number", shortened(numbers, city, account.id_number_sealed)},
          {"uscc", or_null(account.uscc)},
          {"must_change_password", account.must_change_password},
          {"last_sign_in", or_null(account.previous_sign_in)},
          {"created_at", account.created_at}};
}

Json audit_view(const Account& account) {
  return {{"kind", account.kind},           {"roles", account.roles},
          {"districts", account.districts}, {"departments", account.departments},
          {"township", account.township},   {"disabled", account.disabled}};
}

}  // namespace nrmm::users

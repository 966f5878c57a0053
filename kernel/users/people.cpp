#include "users/people.hpp"

#include <algorithm>

#include "users/office_store.hpp"
#include "users/profile_store.hpp"

namespace nrmm::users {
namespace {

constexpr std::string_view kOwner = "owner";

bool owns(const Account& account) {
  return std::find(account.roles.begin(), account.roles.end(), kOwner) != account.roles.end();
}

}  // namespace

Json AccountPeople::facts(storage::Session& session, const cities::Pack& pack, const std::string& id) {
  const auto account = find_account(session, id);
  return account ? facts_of(pack, *account, city_today(session)) : Json::object();
}

std::optional<std::string> AccountPeople::with_phone(storage::Session& session, std::string_view phone) {
  const auto account = find_by_phone(session, numbers_.phone_mac(session.city(), phone));
  if (!account || account->disabled || !owns(*account)) return std::nullopt;
  return account->id;
}

std::vector<workflows::Officer> AccountPeople::officers(storage::Session& session,
                                                        const workflows::Office& office) {
  return officers_of(session, office);
}

std::string AccountPeople::phone_of(storage::Session& session, const std::string& id) {
  const auto account = find_account(session, id);
  return account ? numbers_.opened(session.city(), account->phone_sealed) : std::string();
}

Json AccountPeople::answers(storage::Session& session, const cities::Pack& pack, const std::string& id) {
  const auto account = find_account(session, id);
  if (!account) return Json::object();
  Json answers = account->answers;
  const Json state = facts_of(pack, *account, city_today(session)).at("profile_state");
  if (state == workflows::profile::kApproved || state == workflows::profile::kNotNeeded)
    if (const auto profile = find_profile(session, id)) answers.update(profile->answers);
  return answers;
}

bool AccountPeople::same_person(storage::Session& session, const std::string& a, const std::string& b) {
  return users::same_person(session, a, b);
}

bool AccountPeople::confirm_code(storage::Session& session, std::string_view phone, std::string_view purpose,
                                 std::string_view code) {
  return codes_.verify(session, phone, purpose, code);
}

bool AccountPeople::code_matches(storage::Session& session, std::string_view phone, std::string_view purpose,
                                 std::string_view code) {
  return codes_.matches(session, phone, purpose, code);
}

void AccountPeople::use_up_code(storage::Session& session, std::string_view phone, std::string_view purpose,
                                std::string_view code) {
  codes_.use_up(session, phone, purpose, code);
}

}  // namespace nrmm::users

#include "users/officer_account.hpp"

#include <sodium.h>

#include "base/random.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "users/member_finding.hpp"
#include "workflows/message_store.hpp"

namespace nrmm::users {
namespace {

constexpr std::size_t kLongestName = 60;

}  // namespace

std::string unused_login(storage::Session& session, char first) {
  for (;;) {
    LoginKeys keys;
    keys.officer_login = keys.username = first + random_digits(7);
    if (!find_by_login(session, keys)) return keys.username;
  }
}

std::vector<Finding> officer_faults(const cities::Pack& pack, const NewOfficer& officer, Date on) {
  std::vector<Finding> findings = duty_faults(pack, officer.duty);
  const std::string& name = officer.name;
  if (name.empty()) findings.push_back(member_finding(pack, "name", "required"));
  if (!valid_utf8(name) || code_points(name) > kLongestName)
    findings.push_back(member_finding(pack, "name", "type"));
  if (!cities::valid_phone(officer.phone)) findings.push_back(member_finding(pack, "phone", "phone"));
  if (!officer.id_number.empty() && !cities::valid_id_number(officer.id_number, on))
    findings.push_back(member_finding(pack, "id_number", "id_number"));
  return findings;
}

Account officer_account(const NewOfficer& officer, const std::string& city, const PersonalNumbers& numbers) {
  Account account;
  account.id = new_id();
  account.kind = "officer";
  account.roles = officer.duty.roles;
  account.districts = officer.duty.districts;
  account.departments = officer.duty.departments;
  account.township = officer.duty.township;
  account.name = officer.name;
  account.phone_sealed = numbers.sealed(city, officer.phone);
  if (!officer.id_number.empty()) account.id_number_sealed = numbers.sealed(city, officer.id_number);
  account.must_change_password = true;
  return account;
}

AccountKeys officer_keys(const NewOfficer& officer, const std::string& city, const PersonalNumbers& numbers) {
  return {numbers.phone_mac(city, officer.phone),
          officer.id_number.empty() ? "" : numbers.id_number_mac(city, officer.id_number)};
}

void insert_officer(storage::Session& session, Account& account, const AccountKeys& keys,
                    std::chrono::seconds initial_password) {
  const Problem exists(409, "account.exists", {{"name", account.name}});
  if (officer_exists(session, keys)) throw exists;
  account.login = unused_login(session, 'g');
  if (!insert_account(session, account, keys, initial_password)) throw exists;
}

std::string random_initial_password() {
  constexpr std::string_view kLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  std::string out;
  for (int i = 0; i < 12; ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
  }
  return out;
}

void tell_officer(storage::Session& session, const cities::Pack& pack, const workflows::OutboxWriter& outbox,
                  const PersonalNumbers& numbers, const Account& account, const std::string& event) {
  tell_holder(session, pack, outbox, numbers, account, event, "officer." + event);
}

void tell_holder(storage::Session& session, const cities::Pack& pack, const workflows::OutboxWriter& outbox,
                 const PersonalNumbers& numbers, const Account& account, const std::string& event,
                 const std::string& name) {
  const std::string text = pack.text(name);
  workflows::message_store::add(session, {account.id, event, text, "account", account.id});
  outbox.put(session, "sms",
             {{"phone", numbers.opened(session.city(), account.phone_sealed)},
              {"purpose", "notice"},
              {"code", ""},
              {"text", text}});
}

}  // namespace nrmm::users

#include "users/officers.hpp"

#include <algorithm>
#include <iterator>

#include <sodium.h>

#include "base/random.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {
namespace {

constexpr std::size_t kLongestName = 60;

// Three groups of four out of 31 characters that nobody mistakes for another when read out: 59 bits.
std::string initial_password() {
  constexpr std::string_view kLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  std::string out;
  for (int i = 0; i < 12; ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
  }
  return out;
}

bool officer_role(const std::string& role) {
  return std::find(std::begin(kOfficerRoles), std::end(kOfficerRoles), role) != std::end(kOfficerRoles);
}

Account account_of(const NewOfficer& officer) {
  Account account;
  account.id = new_id();
  account.kind = "officer";
  account.roles = officer.roles;
  account.districts = officer.districts;
  account.name = trim(officer.name);
  account.must_change_password = true;
  return account;
}

Account officer_of(storage::Session& session, const std::string& login) {
  const auto account = find_officer(session, login);
  if (!account) throw Problem(404, "account.unknown", {{"login", login}});
  return *account;
}

}  // namespace

void Officers::check(const cities::Pack& pack, const NewOfficer& officer) const {
  std::vector<Finding> findings;
  if (officer.roles.empty() || !std::all_of(officer.roles.begin(), officer.roles.end(), officer_role))
    findings.push_back(member_finding(pack, "role", "choice"));
  const bool districts_known =
      std::all_of(officer.districts.begin(), officer.districts.end(),
                  [&](const std::string& id) { return pack.district(id) != nullptr; });
  const bool of_district =
      std::find(officer.roles.begin(), officer.roles.end(), "district_auditor") != officer.roles.end();
  if (!districts_known || (of_district && officer.districts.empty()))
    findings.push_back(member_finding(pack, "district", "district"));
  const std::string name = trim(officer.name);
  if (name.empty()) findings.push_back(member_finding(pack, "name", "required"));
  if (!valid_utf8(name) || code_points(name) > kLongestName)
    findings.push_back(member_finding(pack, "name", "type"));
  if (!cities::valid_phone(cities::normal_phone(officer.phone)))
    findings.push_back(member_finding(pack, "phone", "phone"));
  if (!findings.empty()) throw refusal(std::move(findings));
}

std::string Officers::unused_login(storage::Session& session) const {
  for (;;) {
    std::string login = "g" + random_digits(7);
    if (!find_officer(session, login)) return login;
  }
}

Credentials Officers::create(const cities::Pack& pack, const NewOfficer& officer) const {
  check(pack, officer);
  const std::string phone = cities::normal_phone(officer.phone);
  const std::string password = initial_password();
  Account account = account_of(officer);
  account.phone_sealed = parts_.numbers.sealed(pack.id, phone);
  account.password_hash = parts_.hasher.hash(password);
  const std::string mac = parts_.numbers.phone_mac(pack.id, phone);
  parts_.database.transact(pack.id, [&](storage::Session& session) {
    if (officer_exists(session, account.name, mac))
      throw Problem(409, "account.exists", {{"name", account.name}});
    account.login = unused_login(session);
    if (!insert_account(session, account, {mac, ""}, parts_.settings.initial_password_lifetime))
      throw Problem(409, "account.exists", {{"name", account.name}});
    record(session, pack, "account.create", account.id, audit_view(account));
  });
  return {account.login, password};
}

void Officers::disable(const cities::Pack& pack, const std::string& login) const {
  set_disabled_state(pack, login, true);
}

void Officers::enable(const cities::Pack& pack, const std::string& login) const {
  set_disabled_state(pack, login, false);
}

void Officers::set_disabled_state(const cities::Pack& pack, const std::string& login, bool disabled) const {
  parts_.database.transact(pack.id, [&](storage::Session& session) {
    const Account account = officer_of(session, login);
    set_disabled(session, account.id, disabled);
    end_sessions(session, account.id);
    record(session, pack, disabled ? "account.disable" : "account.enable", account.id,
           {{"disabled", disabled}});
  });
}

Credentials Officers::reset(const cities::Pack& pack, const std::string& login) const {
  const std::string password = initial_password();
  const std::string hash = parts_.hasher.hash(password);
  parts_.database.transact(pack.id, [&](storage::Session& session) {
    const Account account = officer_of(session, login);
    give_initial_password(session, account.id, hash, parts_.settings.initial_password_lifetime);
    end_sessions(session, account.id);
    record(session, pack, "account.reset", account.id, nullptr);
  });
  return {login, password};
}

void Officers::record(storage::Session& session, const cities::Pack& pack, const std::string& action,
                      const std::string& account, const Json& after) const {
  Actor actor;
  actor.city = pack.id;
  actor.name = operator_;
  actor.roles = {"system"};
  audit::record(session, actor, {},
                {action, "account", account, nullptr, after, audit::kDone, pack.revision});
}

}  // namespace nrmm::users

#include "users/officers.hpp"

#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "users/second_factor_store.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {
namespace {

Account officer_of(storage::Session& session, const std::string& login) {
  const auto account = find_officer(session, login);
  if (!account) throw Problem(404, "account.unknown", {{"login", login}});
  return *account;
}

}  // namespace

Credentials Officers::create(const cities::Pack& pack, NewOfficer officer) const {
  officer.name = trim(officer.name);
  officer.phone = cities::normal_phone(officer.phone);
  officer.id_number = cities::normal_id_number(officer.id_number);
  const std::string password = random_initial_password();
  Account account = officer_account(officer, pack.id, parts_.numbers);
  account.password_hash = parts_.hasher.hash(password);
  parts_.database.transact(pack.id, [&](storage::Session& session) {
    auto findings = officer_faults(pack, officer, city_today(session));
    if (!findings.empty()) throw refusal(std::move(findings));
    insert_officer(session, account, officer_keys(officer, pack.id, parts_.numbers),
                   parts_.settings.initial_password_lifetime);
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
    set_disabled(session, account, disabled);
    end_sessions(session, account.id);
    record(session, pack, disabled ? "account.disable" : "account.enable", account.id,
           {{"disabled", disabled}});
  });
}

Credentials Officers::reset(const cities::Pack& pack, const std::string& login, bool second_factor) const {
  const std::string password = random_initial_password();
  const std::string hash = parts_.hasher.hash(password);
  parts_.database.transact(pack.id, [&](storage::Session& session) {
    const Account account = officer_of(session, login);
    give_initial_password(session, account.id, hash, parts_.settings.initial_password_lifetime);
    const bool removed = second_factor && second_factor_store::remove(session, account.id);
    end_sessions(session, account.id);
    tell_officer(session, pack, parts_.outbox, parts_.numbers, account, "password_reset");
    if (removed) tell_officer(session, pack, parts_.outbox, parts_.numbers, account, "second_factor_removed");
    record(session, pack, "account.reset", account.id, {{"second_factor_removed", removed}});
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

#include "users/binding_store.hpp"

#include "storage/savepoint.hpp"

namespace nrmm::users::binding_store {
namespace {

constexpr const char* kIdentity = R"(
select account_id::text as account from external_identity
where city_id = nrmm_city() and provider = $1 and subject_mac = $2 for key share)";

constexpr const char* kUnbind = R"(
delete from external_identity where city_id = nrmm_city() and account_id = $1 and provider = $2)";

constexpr const char* kUnbindAll = R"(
delete from external_identity where city_id = nrmm_city() and account_id = $1 returning provider)";

constexpr const char* kBindings = R"(
select 'external' as kind, provider as name, nrmm_time(bound_at) as bound_at from external_identity
where city_id = nrmm_city() and account_id = $1
union all
select 'legacy', login, nrmm_time(bound_at) from legacy_account where city_id = nrmm_city() and account_id = $1
order by 1, 2)";

constexpr const char* kBind = R"(
insert into external_identity (city_id, provider, subject_mac, account_id) values (nrmm_city(), $2, $3, $1)
on conflict do nothing)";

constexpr const char* kKnown = R"(
select login from legacy_account where city_id = nrmm_city() and login = any ($1))";

constexpr const char* kInsert = R"(
insert into legacy_account (city_id, login, phone_sealed, phone_mac, name) values (nrmm_city(), $1, $2, $3, $4))";

constexpr const char* kBindLegacy = R"(
update legacy_account set account_id = $1, bound_at = coalesce(bound_at, nrmm_now())
where city_id = nrmm_city() and login = $2 and phone_mac = $3 and (account_id is null or account_id = $1))";

constexpr const char* kTakeLogin = R"(
update account set login = $2, version = version + 1
where city_id = nrmm_city() and id = $1 and login is null
  and not exists (select 1 from account other where other.city_id = nrmm_city() and other.login = $2))";

}  // namespace

std::optional<std::string> account_of_identity(storage::Session& session, const std::string& provider,
                                               const std::string& subject_mac) {
  const auto row = session.one(kIdentity, {provider, subject_mac});
  return row ? std::optional(row->front().text("account")) : std::nullopt;
}

bool bind_identity(storage::Session& session, const std::string& account, const std::string& provider,
                   const std::string& subject_mac) {
  const auto holder = account_of_identity(session, provider, subject_mac);
  if (holder) return *holder == account;
  storage::Savepoint part(session);  // who comes too late keeps what was bound before
  session.run(kUnbind, {account, provider});
  if (session.run(kBind, {account, provider, subject_mac}).affected() != 1) return false;
  part.keep();
  return true;
}

bool unbind_identity(storage::Session& session, const std::string& account, const std::string& provider) {
  return session.run(kUnbind, {account, provider}).affected() == 1;
}

std::vector<std::string> unbind_all(storage::Session& session, const std::string& account) {
  std::vector<std::string> providers;
  for (const auto& row : session.run(kUnbindAll, {account})) providers.push_back(row.text("provider"));
  return providers;
}

std::vector<Binding> bindings_of(storage::Session& session, const std::string& account) {
  std::vector<Binding> all;
  for (const auto& row : session.run(kBindings, {account}))
    all.push_back({row.text("kind"), row.text("name"), row.text("bound_at")});
  return all;
}

std::vector<std::string> known_logins(storage::Session& session, const std::vector<std::string>& logins) {
  std::vector<std::string> known;
  for (const auto& row : session.run(kKnown, {logins})) known.push_back(row.text("login"));
  return known;
}

void insert_legacy(storage::Session& session, const LegacyAccount& account) {
  session.run(kInsert, {account.login, account.phone_sealed, account.phone_mac, account.name});
}

bool bind_legacy(storage::Session& session, const std::string& account, const std::string& login,
                 const std::string& phone_mac) {
  return session.run(kBindLegacy, {account, login, phone_mac}).affected() == 1;
}

void take_login(storage::Session& session, const std::string& account, const std::string& login) {
  session.run(kTakeLogin, {account, login});
}

}  // namespace nrmm::users::binding_store

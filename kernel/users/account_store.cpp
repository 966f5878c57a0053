#include "users/account_store.hpp"

#include "base/problem.hpp"
#include "users/account_row.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kInsert = R"(
insert into account (city_id, id, login, kind, roles, districts, name, phone_sealed, phone_mac, id_number_sealed,
                     id_number_mac, uscc, answers, profile_state, password_hash, must_change_password,
                     initial_password_until, departments, township)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
        case when $15 then nrmm_now() + make_interval(secs => $16) end, $17, $18)
on conflict do nothing)";

const std::string kById = kAccountColumns + " where city_id = nrmm_city() and id = $1";
const std::string kOfficer =
    kAccountColumns + " where city_id = nrmm_city() and login = $1 and kind = 'officer'";
const std::string kByPhone =
    kAccountColumns + " where city_id = nrmm_city() and phone_mac = $1 and kind <> 'officer'";

// A null key equals nothing, so ways that the city does not list find nobody. Whose telephone or number it is
// comes before whose user name looks like it.
const std::string kByLogin = kAccountColumns + R"(
where city_id = nrmm_city()
  and ((login = $1 and kind = 'officer') or (login = $2 and kind <> 'officer')
       or (phone_mac = $3 and kind <> 'officer') or (id_number_mac = $4 and kind = 'person')
       or (uscc = $5 and kind = 'enterprise'))
order by kind = 'officer' desc, coalesce(login = $2, false), created_at, id limit 1)";

constexpr const char* kIdNumberTaken = R"(
select 1 from account
where city_id = nrmm_city() and id_number_mac = $1 and kind = 'person' and id is distinct from $2)";
constexpr const char* kLockUscc = "select pg_advisory_xact_lock(hashtext(nrmm_city() || '/uscc/' || $1))";
constexpr const char* kUsccTaken = R"(
select 1 from account
where city_id = nrmm_city() and uscc = $1 and kind = 'enterprise' and id is distinct from $2 limit 1)";
constexpr const char* kOfficerExists = R"(
select 1 from account
where city_id = nrmm_city() and kind = 'officer' and (id_number_mac = $1 or (phone_mac = $2 and disabled_at is null))
limit 1)";

constexpr const char* kSamePerson = R"(
select 1 from account a, account b
where a.city_id = nrmm_city() and b.city_id = nrmm_city() and a.id = $1 and b.id = $2
  and (a.id = b.id or a.phone_mac = b.phone_mac or a.id_number_mac = b.id_number_mac or a.uscc = b.uscc))";

constexpr const char* kUpdateAnswers = R"(
update account set name = $2, id_number_sealed = $3, id_number_mac = $4, uscc = $5,
                   answers = $6, version = version + 1
where city_id = nrmm_city() and id = $1 and version = $7)";

constexpr const char* kUpdatePassword = R"(
update account set password_hash = $2, must_change_password = false, initial_password_until = null,
                   email_sealed = coalesce($3, email_sealed), version = version + 1
where city_id = nrmm_city() and id = $1)";

constexpr const char* kInitialPassword = R"(
update account set password_hash = $2, must_change_password = true,
                   initial_password_until = nrmm_now() + make_interval(secs => $3), version = version + 1
where city_id = nrmm_city() and id = $1)";

constexpr const char* kDisable = R"(
update account set disabled_at = case when $2 then coalesce(disabled_at, nrmm_now()) end, version = version + 1
where city_id = nrmm_city() and id = $1)";

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<Account> one_account(storage::Session& session, std::string_view sql,
                                   const std::vector<storage::Param>& params) {
  const auto row = session.one(sql, params);
  return row ? std::optional(account_of(row->front())) : std::nullopt;
}

constexpr const char* kSetRole = R"(
update account set roles = case when $3 then array_append(array_remove(roles, $2), $2) else array_remove(roles, $2) end,
  version = version + 1 where id = $1)";

}  // namespace

bool insert_account(storage::Session& session, const Account& account, const AccountKeys& keys,
                    std::chrono::seconds initial_password) {
  return session
             .run(kInsert,
                  {account.id, or_null(account.login), account.kind, account.roles, account.districts,
                   account.name, account.phone_sealed, keys.phone_mac, or_null(account.id_number_sealed),
                   or_null(keys.id_number_mac), or_null(account.uscc), account.answers, account.profile_state,
                   account.password_hash, account.must_change_password, initial_password.count(),
                   account.departments, or_null(account.township)})
             .affected() == 1;
}

std::optional<Account> find_account(storage::Session& session, const std::string& id) {
  return one_account(session, kById, {id});
}

std::optional<Account> find_officer(storage::Session& session, const std::string& login) {
  return one_account(session, kOfficer, {login});
}

std::optional<Account> find_by_phone(storage::Session& session, const std::string& phone_mac) {
  return one_account(session, kByPhone, {phone_mac});
}

std::optional<Account> find_by_login(storage::Session& session, const LoginKeys& keys) {
  return one_account(session, kByLogin,
                     {or_null(keys.officer_login), or_null(keys.username), or_null(keys.phone_mac),
                      or_null(keys.id_number_mac), or_null(keys.uscc)});
}

bool id_number_taken(storage::Session& session, const std::string& id_number_mac, const std::string& self) {
  return session.one(kIdNumberTaken, {id_number_mac, or_null(self)}).has_value();
}

bool uscc_taken(storage::Session& session, const std::string& uscc, const std::string& self) {
  session.run(kLockUscc, {uscc});
  return session.one(kUsccTaken, {uscc, or_null(self)}).has_value();
}

bool officer_exists(storage::Session& session, const AccountKeys& keys) {
  return session.one(kOfficerExists, {or_null(keys.id_number_mac), keys.phone_mac}).has_value();
}

bool same_person(storage::Session& session, const std::string& a, const std::string& b) {
  return session.one(kSamePerson, {a, b}).has_value();
}

bool update_answers(storage::Session& session, const Account& account, const AccountKeys& keys) {
  return session
             .run(kUpdateAnswers,
                  {account.id, account.name, or_null(account.id_number_sealed), or_null(keys.id_number_mac),
                   or_null(account.uscc), account.answers, account.version})
             .affected() == 1;
}

void update_password(storage::Session& session, const std::string& id, const std::string& hash,
                     const std::optional<std::string>& email_sealed) {
  session.run(kUpdatePassword, {id, hash, email_sealed});
}

void give_initial_password(storage::Session& session, const std::string& id, const std::string& hash,
                           std::chrono::seconds lifetime) {
  session.run(kInitialPassword, {id, hash, lifetime.count()});
}

void set_disabled(storage::Session& session, const Account& account, bool disabled) {
  try {
    session.run(kDisable, {account.id, disabled});
  } catch (const storage::SqlError& error) {
    if (error.unique_violation()) throw Problem(409, "account.exists", {{"name", account.name}});
    throw;
  }
}

Date city_today(storage::Session& session) {
  const auto row = session.one("select nrmm_today()::text as today");
  return *Date::parse(row->front().text("today"));
}

void set_role(storage::Session& session, const std::string& id, const std::string& role, bool has) {
  session.run(kSetRole, {id, role, has});
}

}  // namespace nrmm::users

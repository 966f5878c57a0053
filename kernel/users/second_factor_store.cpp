#include "users/second_factor_store.hpp"

namespace nrmm::users::second_factor_store {
namespace {

constexpr const char* kFind = R"(
select key_sealed, pending_sealed, last_step from second_factor where city_id = nrmm_city() and account_id = $1)";

constexpr const char* kEnrol = R"(
insert into second_factor (city_id, account_id, pending_sealed) values (nrmm_city(), $1, $2)
on conflict (city_id, account_id) do update set pending_sealed = excluded.pending_sealed)";

constexpr const char* kConfirm = R"(
update second_factor
set key_sealed = pending_sealed, pending_sealed = null, last_step = $3, confirmed_at = nrmm_now()
where city_id = nrmm_city() and account_id = $1 and pending_sealed = $2)";

constexpr const char* kForget = "delete from recovery_code where city_id = nrmm_city() and account_id = $1";
constexpr const char* kRecovery = R"(
insert into recovery_code (city_id, account_id, code_mac) values (nrmm_city(), $1, $2))";

constexpr const char* kStep = R"(
update second_factor set last_step = $2 where city_id = nrmm_city() and account_id = $1 and last_step < $2)";

constexpr const char* kUse = R"(
update recovery_code set used_at = nrmm_now()
where city_id = nrmm_city() and account_id = $1 and code_mac = $2 and used_at is null)";

constexpr const char* kRemove = "delete from second_factor where city_id = nrmm_city() and account_id = $1";

}  // namespace

std::optional<Factor> find(storage::Session& session, const std::string& account) {
  const auto row = session.one(kFind, {account});
  if (!row) return std::nullopt;
  return Factor{row->front().text("key_sealed"), row->front().text("pending_sealed"),
                row->front().integer("last_step")};
}

void enrol(storage::Session& session, const std::string& account, const std::string& key_sealed) {
  session.run(kEnrol, {account, key_sealed});
}

bool confirm(storage::Session& session, const std::string& account, const std::string& pending_sealed,
             std::int64_t step, const std::vector<std::string>& recovery_macs) {
  if (session.run(kConfirm, {account, pending_sealed, step}).affected() != 1) return false;
  session.run(kForget, {account});
  for (const std::string& mac : recovery_macs) session.run(kRecovery, {account, mac});
  return true;
}

bool use_step(storage::Session& session, const std::string& account, std::int64_t step) {
  return session.run(kStep, {account, step}).affected() == 1;
}

bool use_recovery(storage::Session& session, const std::string& account, const std::string& mac) {
  return session.run(kUse, {account, mac}).affected() == 1;
}

bool remove(storage::Session& session, const std::string& account) {
  session.run(kForget, {account});
  return session.run(kRemove, {account}).affected() == 1;
}

std::int64_t unix_seconds(storage::Session& session) {
  const auto row = session.one("select floor(extract(epoch from nrmm_now()))::bigint as seconds");
  return row->front().integer("seconds");
}

}  // namespace nrmm::users::second_factor_store

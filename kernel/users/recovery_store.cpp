#include "users/recovery_store.hpp"

namespace nrmm::users::recovery_store {
namespace {

constexpr const char* kInsert = R"(
insert into account_recovery (city_id, id, account_id, purpose, asked_by, asked_name, districts)
values (nrmm_city(), $1, $2, $3, $4, $5, $6) on conflict (city_id, account_id) do nothing)";

const std::string kSelect = R"(
select id::text as id, account_id::text as account, purpose, asked_by::text as asked_by, asked_name, districts,
       nrmm_time(asked_at) as asked_at
from account_recovery where city_id = nrmm_city() and ($1::text[] is null or districts && $1) )";

const std::string kLock = kSelect + "and id = $2 for update";
const std::string kList = kSelect + "and ($2::uuid is null or id > $2) order by id limit $3";

constexpr const char* kRemove = "delete from account_recovery where city_id = nrmm_city() and id = $1";

Recovery read(const storage::Row& row) {
  return {row.text("id"),         row.text("account"),    row.text("purpose"), row.text("asked_by"),
          row.text("asked_name"), row.array("districts"), row.text("asked_at")};
}

}  // namespace

bool insert(storage::Session& session, const Recovery& r) {
  return session.run(kInsert, {r.id, r.account, r.purpose, r.asked_by, r.asked_name, r.districts})
             .affected() == 1;
}

std::optional<Recovery> lock(storage::Session& session, const std::string& id,
                             const std::optional<std::vector<std::string>>& districts) {
  const auto row = session.one(kLock, {districts, id});
  return row ? std::optional(read(row->front())) : std::nullopt;
}

std::vector<Recovery> list(storage::Session& session,
                           const std::optional<std::vector<std::string>>& districts, const std::string& after,
                           int limit) {
  std::vector<Recovery> all;
  const auto from = after.empty() ? std::nullopt : std::optional(after);
  for (const auto& row : session.run(kList, {districts, from, limit})) all.push_back(read(row));
  return all;
}

void remove(storage::Session& session, const std::string& id) { session.run(kRemove, {id}); }

}  // namespace nrmm::users::recovery_store

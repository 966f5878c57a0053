#include "users/shared_use_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::users::shared_use_store {
namespace {

constexpr const char* kUse = R"(
select count(*) as sessions, coalesce(array_agg(distinct address) filter (where address is not null), '{}') as addresses
from session
where city_id = nrmm_city() and account_id = $1 and ended_at is null and expires_at > nrmm_now()
  and created_at > nrmm_now() - make_interval(secs => $2))";

constexpr const char* kAdd = R"(
insert into shared_use (city_id, id, account_id, sign, sessions, addresses)
values (nrmm_city(), $1, $2, $3, $4, $5)
on conflict (city_id, account_id, sign) where state = 'open' do update
set times = shared_use.times + 1, last_at = nrmm_now(), sessions = excluded.sessions, addresses = excluded.addresses)";

const std::string kSelect = R"(
select u.id::text as id, u.account_id::text as account_id, a.name, a.login, a.districts, u.sign, u.sessions, u.addresses,
       u.times, nrmm_time(u.first_at) as first_at, nrmm_time(u.last_at) as last_at, u.state, u.note, u.decided_name,
       nrmm_time(u.decided_at) as decided_at
from shared_use u join account a on a.city_id = u.city_id and a.id = u.account_id
where u.city_id = nrmm_city() )";

const std::string kList = kSelect + R"(
and ($1::uuid is null or u.id < $1) and ($2::text[] is null or a.districts && $2) and ($3::text is null or u.state = $3)
order by u.id desc limit $4)";

const std::string kOne = kSelect + "and u.id = $1";

constexpr const char* kLock = R"(
select account_id::text as account, state from shared_use where city_id = nrmm_city() and id = $1 for update)";

constexpr const char* kDecide = R"(
update shared_use set state = $2, note = $3, decided_by = $4, decided_name = $5, decided_at = nrmm_now()
where city_id = nrmm_city() and id = $1)";

Json view(const storage::Row& row) {
  return {{"id", row.text("id")},
          {"account",
           {{"id", row.text("account_id")},
            {"name", row.text("name")},
            {"login", row.text("login")},
            {"districts", row.array("districts")}}},
          {"sign", row.text("sign")},
          {"sessions", row.integer("sessions")},
          {"addresses", row.array("addresses")},
          {"times", row.integer("times")},
          {"first_at", row.text("first_at")},
          {"last_at", row.text("last_at")},
          {"state", row.text("state")},
          {"note", or_null(row.text("note"))},
          {"decided_by", or_null(row.text("decided_name"))},
          {"decided_at", or_null(row.text("decided_at"))}};
}

}  // namespace

Use use_of(storage::Session& session, const std::string& account, std::chrono::seconds window) {
  const auto rows = session.run(kUse, {account, window.count()});
  return {static_cast<int>(rows.front().integer("sessions")), rows.front().array("addresses")};
}

void add(storage::Session& session, const std::string& account, const std::string& sign, const Use& use) {
  session.run(kAdd, {new_id(), account, sign, use.sessions, use.addresses});
}

Json list(storage::Session& session, const Filter& filter) {
  Json items = Json::array();
  for (const auto& row :
       session.run(kList, {maybe(filter.before), filter.districts, maybe(filter.state), filter.limit}))
    items.push_back(view(row));
  return items;
}

std::optional<Found> lock(storage::Session& session, const std::string& id) {
  const auto row = session.one(kLock, {id});
  return row ? std::optional(Found{row->front().text("account"), row->front().text("state")}) : std::nullopt;
}

void decide(storage::Session& session, const std::string& id, const Decision& decision) {
  session.run(kDecide, {id, decision.outcome, maybe(decision.note), decision.by, decision.by_name});
}

Json one(storage::Session& session, const std::string& id) { return view(session.run(kOne, {id}).front()); }

}  // namespace nrmm::users::shared_use_store

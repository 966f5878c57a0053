#include "privacy/erasure_store.hpp"

namespace nrmm::privacy::erasure_store {
namespace {

using storage::Session;

constexpr const char* kFind = R"(
select nrmm_time(requested_at) as requested_at, nrmm_time(erase_after) as erase_after, nrmm_time(erased_at) as erased_at
from erasure_request where account_id = $1)";

constexpr const char* kAdd = R"(
insert into erasure_request (city_id, account_id, erase_after) values (nrmm_city(), $1, $2::date + 1)
on conflict do nothing)";

constexpr const char* kWithdraw = "delete from erasure_request where account_id = $1 and erased_at is null";

// What of an account, as an SQL expression names it, is still wanted. Owner, opener and second party are
// asked for apart: an `or` over them would read the city.
std::string kept_of(const std::string& account) {
  return R"(
select
  (select count(*) from review_case where owner_id = who and phase in ('open', 'returned'))
    + (select count(*) from review_case where opened_by = who and owner_id <> who and phase in ('open', 'returned'))
    + (select count(*) from review_case where second_party = who and owner_id <> who and opened_by <> who
       and phase in ('open', 'returned')) as open_cases,
  (select count(*) from machine where owner_id = who and state in ('approved', 'in_review', 'returned'))
    + (select count(*) from site where owner_id = who and state in ('active', 'in_review', 'returned')) as registered,
  greatest((select max(updated_at) from review_case where owner_id = who),
           (select max(updated_at) from review_case where opened_by = who),
           (select max(updated_at) from review_case where second_party = who),
           (select max(updated_at) from machine where owner_id = who and state <> 'draft'))::date::text as last_end
from (select )" +
         account + R"( as who) asked offset 0)";
}

const std::string kKept = kept_of("$1::uuid");

// Only those whom nothing holds: else enough persons with a registered machine keep all who ask after them
// waiting.
const std::string kDue = R"(
select r.account_id from erasure_request r cross join lateral ()" +
                         kept_of("r.account_id") + R"() kept
where r.erased_at is null and r.erase_after <= nrmm_now() and kept.open_cases = 0 and kept.registered = 0
  and ($1::text is null or kept.last_end is null or kept.last_end < $1)
order by r.erase_after limit $2)";

constexpr const char* kDone = "update erasure_request set erased_at = nrmm_now() where account_id = $1";

}  // namespace

std::optional<Request> find(Session& session, const std::string& account) {
  const auto row = session.one(kFind, {account});
  if (!row) return std::nullopt;
  const storage::Row found = row->front();
  return Request{found.text("requested_at"), found.text("erase_after"), found.text("erased_at")};
}

void add(Session& session, const std::string& account, Date erase_after) {
  session.run(kAdd, {account, erase_after.iso()});
}

bool withdraw(Session& session, const std::string& account) {
  return session.run(kWithdraw, {account}).affected() == 1;
}

Kept kept(Session& session, const std::string& account) {
  const auto rows = session.run(kKept, {account});
  const storage::Row row = rows.front();
  return {static_cast<int>(row.integer("open_cases")), static_cast<int>(row.integer("registered")),
          Date::parse(row.text("last_end"))};
}

std::vector<std::string> due(Session& session, const std::optional<Date>& ended_before, int most) {
  std::vector<std::string> accounts;
  const auto before = ended_before ? std::optional(ended_before->iso()) : std::nullopt;
  for (const storage::Row& row : session.run(kDue, {before, most}))
    accounts.push_back(row.text("account_id"));
  return accounts;
}

void erase(Session& session, const std::string& account, const std::string& called) {
  session.run("select nrmm_erase_account($1, $2)", {account, called});
  session.run(kDone, {account});
}

}  // namespace nrmm::privacy::erasure_store

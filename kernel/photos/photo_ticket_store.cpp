#include "photos/photo_ticket_store.hpp"

#include "base/digest.hpp"
#include "base/random.hpp"

namespace nrmm::photos::photo_ticket_store {
namespace {

using storage::Session;

constexpr const char* kIssue = R"(
insert into photo_ticket (city_id, token_hash, account_id, live_for, expires_at)
values (nrmm_city(), $1, $2, $3, nrmm_now() + make_interval(mins => $4))
returning nrmm_time(expires_at) as expires_at)";

constexpr const char* kRedeem = R"(
update photo_ticket set used_at = nrmm_now()
where token_hash = $1 and account_id = $2 and used_at is null and expires_at > nrmm_now()
returning live_for, nrmm_time(created_at) as created_at, extract(epoch from created_at)::bigint as created,
  extract(epoch from nrmm_now())::bigint as now)";

constexpr const char* kGood = R"(
select 1 from photo_ticket
where token_hash = $1 and account_id = $2 and used_at is null and expires_at > nrmm_now())";

constexpr const char* kSweep = "delete from photo_ticket where expires_at < nrmm_now() - interval '1 day'";

}  // namespace

Issued issue(Session& session, const std::string& account, const std::string& live_for,
             std::chrono::minutes valid) {
  const std::string ticket = random_token();
  const auto rows = session.run(kIssue, {sha256_hex(ticket), account, live_for, valid.count()});
  return {ticket, rows.front().text("expires_at")};
}

bool good(Session& session, const std::string& account, const std::string& ticket) {
  return session.one(kGood, {sha256_hex(ticket), account}).has_value();
}

std::optional<Ticket> redeem(Session& session, const std::string& account, const std::string& ticket) {
  const auto found = session.one(kRedeem, {sha256_hex(ticket), account});
  if (!found) return std::nullopt;
  const storage::Row row = found->front();
  return Ticket{row.text("live_for"), row.text("created_at"), row.integer("created"), row.integer("now")};
}

void sweep(Session& session) { session.run(kSweep); }

}  // namespace nrmm::photos::photo_ticket_store

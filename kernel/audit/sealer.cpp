#include "audit/sealer.hpp"

#include <exception>

#include "audit/chain.hpp"
#include "audit/verify.hpp"

namespace nrmm::audit {

namespace {

// Freed at the end of the transaction: no connection can keep it.
constexpr const char* kLock =
    "select pg_try_advisory_xact_lock(hashtextextended('nrmm audit ' || nrmm_city(), 0)) as mine";

constexpr const char* kTake = R"(
  with taken as (
    delete from audit_queue where city_id = nrmm_city()
      and audit_id = any(array(select audit_id from audit_queue where city_id = nrmm_city() order by audit_id limit $1))
    returning audit_id
  )
  select a.id, a.row_hash from taken t join audit a on a.city_id = nrmm_city() and a.id = t.audit_id order by a.id)";

constexpr const char* kLink = R"(
  insert into audit_chain (city_id, position, audit_id, chain_hash)
  select nrmm_city(), $1::bigint + number, audit_id, hash
  from unnest($2::bigint[], $3::text[]) with ordinality as links (audit_id, hash, number))";

constexpr const char* kUnsealed = R"(
  select count(*) as rows, greatest(0, extract(epoch from nrmm_now() - (select at from audit where id = min(audit_id)))) as oldest
  from audit_queue)";

int seal_in(storage::Session& session, int most) {
  if (!session.run(kLock).front().flag("mine")) return 0;
  const Head last = head(session);
  std::string hash = last.hash;
  std::vector<std::string> ids;
  std::vector<std::string> hashes;
  for (const storage::Row row : session.run(kTake, {most})) {
    hash = link_hash(hash, row.integer("id"), row.text("row_hash"));
    ids.push_back(row.text("id"));
    hashes.push_back(hash);
  }
  if (!ids.empty()) session.run(kLink, {last.position, ids, hashes});
  return static_cast<int>(ids.size());
}

}  // namespace

int seal_rows(storage::Database& database, const std::string& city, int most) {
  return database.transact(city, [most](storage::Session& session) { return seal_in(session, most); });
}

Unsealed unsealed(storage::Session& session) {
  const storage::Rows rows = session.run(kUnsealed);
  return {rows.front().integer("rows"), rows.front().number("oldest")};
}

Sealer::Sealer(storage::Database& database, Cities cities, log::Logger& logger,
               std::chrono::milliseconds period)
    : database_(database), cities_(std::move(cities)), logger_(logger), period_(period), thread_([this] {
        loop();
      }) {}

Sealer::~Sealer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

bool Sealer::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Sealer::loop() {
  const log::JobScope scope("audit.seal");
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      round();
      failing_ = false;
    } catch (const std::exception& error) {
      if (!failing_) logger_.warning("audit rows cannot be chained now", {{"error", error.what()}});
      failing_ = true;
    }
    lock.lock();
    stop_.wait_for(lock, period_, [this] { return stopping_; });
  }
}

void Sealer::round() {
  constexpr int kBatch = 1000;
  for (const std::string& city : cities_())
    while (!stopping() && seal_rows(database_, city, kBatch) == kBatch) continue;
}

}  // namespace nrmm::audit

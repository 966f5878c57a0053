#include "http/idempotency_store.hpp"

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace nrmm::http {
namespace {

// A row older than a day counts as none and is taken over. A concurrent insert of the same key waits here
// until the first transaction ends.
constexpr const char* kTake = R"(
  insert into idempotency (city_id, scope, path, key, body_hash)
  values (nrmm_city(), $1, $2, $3, $4)
  on conflict (city_id, scope, path, key) do update
    set body_hash = excluded.body_hash, status = null, answer = null, created_at = nrmm_now()
    where idempotency.created_at < nrmm_now() - interval '24 hours'
  returning key)";

constexpr const char* kFind = R"(
  select body_hash, status, answer from idempotency
  where city_id = nrmm_city() and scope = $1 and path = $2 and key = $3)";

constexpr const char* kKeep = R"(
  update idempotency set status = $4, answer = $5
  where city_id = nrmm_city() and scope = $1 and path = $2 and key = $3)";

constexpr const char* kGiveBack = R"(
  delete from idempotency where city_id = nrmm_city() and scope = $1 and path = $2 and key = $3)";

constexpr const char* kExpire = R"(
  delete from idempotency where city_id = nrmm_city() and created_at < nrmm_now() - interval '24 hours')";

}  // namespace

std::string IdempotencyStore::context(const storage::Session& session) const {
  return session.city() + ".idempotency";
}

std::string IdempotencyStore::scope(const storage::Session& session, const Repeatable& what) const {
  return what.scope.starts_with("account:") ? what.scope : seal_.mac(what.scope, context(session));
}

std::string IdempotencyStore::body_hash(const storage::Session& session, const Repeatable& what) const {
  return seal_.mac(sha256_hex(what.body), context(session));
}

std::optional<Kept> IdempotencyStore::take(storage::Session& session, const Repeatable& what) const {
  const std::string scope = this->scope(session, what), hash = body_hash(session, what);
  if (!session.run(kTake, {scope, what.path, what.key, hash}).empty()) return std::nullopt;
  const auto rows = session.one(kFind, {scope, what.path, what.key});
  // The row vanished in between: somebody gave the key back. The caller's retry finds it free.
  if (!rows || rows->front().is_null("status"))
    throw storage::SqlError("40001", "", "idempotency key in motion");
  const storage::Row row = rows->front();
  if (row.text("body_hash") != hash) throw Problem(422, "request.idempotency_reused");
  const Json answer = parse_json(seal_.open(row.json("answer").get<std::string>(), context(session)));
  return Kept{static_cast<int>(row.integer("status")), answer.at("body"), answer.at("etag")};
}

void IdempotencyStore::keep(storage::Session& session, const Repeatable& what, const Kept& answer) const {
  const Json kept = {{"body", answer.body}, {"etag", answer.etag}};
  const Json sealed = seal_.seal(dump_json(kept), context(session));
  session.run(kKeep, {scope(session, what), what.path, what.key, answer.status, sealed});
}

void IdempotencyStore::give_back(storage::Session& session, const Repeatable& what) const {
  session.run(kGiveBack, {scope(session, what), what.path, what.key});
}

int expire_idempotency(storage::Session& session) { return session.run(kExpire).affected(); }

}  // namespace nrmm::http

#include "privacy/retention.hpp"

#include "audit/audit.hpp"
#include "base/system_actor.hpp"
#include "privacy/erasure.hpp"
#include "privacy/retention_store.hpp"
#include "users/account_store.hpp"

namespace nrmm::privacy {
namespace {

struct Class {
  const char* policy;
  const char* counted;
  int (*drop)(storage::Session&, Date before);
};

constexpr Class kClasses[] = {
    {"retention.drafts", "drafts", retention_store::drop_drafts},
    {"retention.unused_photos", "unused_photos", retention_store::drop_unused_photos},
    {"retention.refused_photos", "refused_photos", retention_store::drop_refused_photos},
    {"retention.messages", "messages", retention_store::drop_messages},
    {"retention.outbox", "outbox", retention_store::drop_outbox},
};

void record(storage::Session& session, const cities::Pack& pack, const Json& counts) {
  audit::Entry entry{.action = "retention.forget", .object_type = "city", .object_id = session.city()};
  entry.after = counts;
  entry.pack_revision = pack.revision;
  audit::record(session, system_actor(session.city()), {}, entry);
}

}  // namespace

bool forget(storage::Session& session, const cities::Pack& pack) {
  if (!retention_store::due_today(session)) return false;
  const Date today = users::city_today(session);
  Json counts = Json::object();
  for (const Class& one : kClasses) {
    const auto kept = pack.duration(one.policy, today);
    if (!kept) continue;  // none: for ever
    const int gone = one.drop(session, pack.before(*kept, today));
    if (gone > 0) counts[one.counted] = gone;
  }
  if (const int erased = Erasure::run(session, pack); erased > 0) counts["accounts"] = erased;
  if (!counts.empty()) record(session, pack, counts);
  return true;
}

}  // namespace nrmm::privacy

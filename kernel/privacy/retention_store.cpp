#include "privacy/retention_store.hpp"

#include "storage/counters.hpp"

namespace nrmm::privacy::retention_store {
namespace {

using storage::Session;

// A day is compared as a time: a comparison of the two types reaches no index under row-level security.
constexpr const char* kDrafts = R"(
delete from machine where id = any (array(
  select id from machine where state = 'draft' and updated_at < $1::timestamptz order by updated_at limit 1000)))";

constexpr const char* kSiteDrafts = R"(
delete from site where id = any (array(
  select id from site where state = 'draft' and case_id is null and updated_at < $1::timestamptz order by updated_at limit 1000)))";

// The filing `m` has the photo `p`; a draft's photos are its owner's or its agent's.
const std::string kFilingWithIt = R"(machine m where m.city_id = p.city_id
      and (m.owner_id = p.uploaded_by or m.filed_by = p.uploaded_by) and position(p.id::text in m.answers::text) > 0)";

// A profile's photos are its holder's.
const std::string kUnused = R"(
select nrmm_drop_photos(array(
  select p.id from photo p
  where p.created_at < $1::timestamptz
    and not exists (select from case_photo s where s.city_id = p.city_id and s.photo_id = p.id)
    and not exists (select from account a where a.city_id = p.city_id and a.id = p.uploaded_by
      and (position(p.id::text in a.answers::text) > 0 or position(p.id::text in a.profile::text) > 0))
    and not exists (select from site t where t.city_id = p.city_id and t.owner_id = p.uploaded_by
      and position(p.id::text in t.answers::text) > 0)
    and not exists (select from )" +
                            kFilingWithIt + R"()
  order by p.created_at limit 1000)) as dropped)";

// A filing that was withdrawn is a draft again and keeps its photos.
const std::string kRefused = R"(
select nrmm_drop_photos(array(
  select p.id from review_case c
    join case_photo s on s.city_id = c.city_id and s.case_id = c.id
    join photo p on p.city_id = s.city_id and p.id = s.photo_id
  where c.phase in ('refused', 'cancelled') and c.updated_at < $1::timestamptz
    and not exists (select from case_photo o join review_case l on l.city_id = o.city_id and l.id = o.case_id
      where o.city_id = s.city_id and o.photo_id = s.photo_id
        and (l.phase not in ('refused', 'cancelled') or l.updated_at >= $1::timestamptz))
    and not exists (select from )" +
                             kFilingWithIt + R"( and m.state <> 'refused')
  limit 1000)) as dropped)";

constexpr const char* kMessages = R"(
delete from message where id = any (array(
  select id from message where created_at < $1::timestamptz order by created_at limit 5000)))";

// By when it was written too: an index is no use for the moment it ended.
constexpr const char* kOutbox = R"(
delete from outbox where id = any (array(
  select id from outbox
  where created_at < $1::timestamptz and coalesce(done_at, failed_at, unknown_at) < $1::timestamptz
  order by created_at limit 5000)))";

int dropped(Session& session, const std::string& query, Date before) {
  return static_cast<int>(session.run(query, {before.iso()}).front().integer("dropped"));
}

}  // namespace

int drop_drafts(Session& session, Date before) {
  return session.run(kDrafts, {before.iso()}).affected() +
         session.run(kSiteDrafts, {before.iso()}).affected();
}
int drop_unused_photos(Session& session, Date before) { return dropped(session, kUnused, before); }
int drop_refused_photos(Session& session, Date before) { return dropped(session, kRefused, before); }
int drop_messages(Session& session, Date before) { return session.run(kMessages, {before.iso()}).affected(); }
int drop_outbox(Session& session, Date before) { return session.run(kOutbox, {before.iso()}).affected(); }

bool due_today(Session& session) {
  return storage::take(session, "retention", 1, std::chrono::hours(24)).allowed;
}

}  // namespace nrmm::privacy::retention_store

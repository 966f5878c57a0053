#include <gmock/gmock.h>

#include "fixture.hpp"

namespace nrmm::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Plan {
  const char* query;
  const char* condition;  // what must be asked of the index, not of rows found by city alone
};

// Row-level security lets only leakproof operators reach an index. As the server's role, with tables too
// small for the planner to want an index by itself.
const Plan kPlans[] = {
    {"select from account where login = 'x'", "(login = 'x'::text)"},
    {"select from account where phone_mac = 'x' and kind <> 'officer'", "(phone_mac = 'x'::text)"},
    {"select from account where id_number_mac = 'x' and kind = 'person'", "(id_number_mac = 'x'::text)"},
    {"select from session where token_hash = 'x'", "(token_hash = 'x'::text)"},
    {"select from sms_code where phone_mac = 'x' and purpose = 'y' order by id desc limit 1",
     "(purpose = 'y'::text)"},
    {"select from photo where sha256 = 'x'", "(sha256 = 'x'::text)"},
    {"select from photo where uploaded_by = gen_random_uuid() and created_at > nrmm_now() - interval '1 day'",
     "created_at >"},
    {"select from photo_print where band_a = any ('{1,2}'::int[])", "(band_a = ANY"},
    {"select from photo_print where band_b = any ('{1,2}'::int[])", "(band_b = ANY"},
    {"select from photo_print where band_c = any ('{1,2}'::int[])", "(band_c = ANY"},
    {"select from photo_print where band_d = any ('{1,2}'::int[])", "(band_d = ANY"},
    {"select from case_photo where photo_id = '01900000-0000-7000-8000-000000000000'", "(photo_id ="},
    {"select from photo_reuse where case_id = '01900000-0000-7000-8000-000000000000'", "(case_id ="},
    {"select from photo_ticket where token_hash = 'x'", "(token_hash = 'x'::text)"},
    {"select from machine where owner_id = '01900000-0000-7000-8000-000000000000' order by id desc limit 20",
     "(owner_id ="},
    {"select from machine where district = 'd' order by id desc limit 20", "(district = 'd'::text)"},
    {"select from machine where serial = 'x'", "(serial = 'x'::text)"},
    {"select from machine_identifier where kind = 'pin' and value = 'x' and live", "(value = 'x'::text)"},
    {"select from machine_identifier where kind = 'pin' and look = 'x'", "(look = 'x'::text)"},
    {"select from filing_batch_row where answers_mac = 'x' and machine_id is not null",
     "(answers_mac = 'x'::text)"},
    {"select from review_case where reviewers && '{r}' and phase = 'open' and district = 'd' order by id "
     "limit 20",
     "(district = 'd'::text)"},
    {"select from review_case where turn is not null and turn && '{r}' and district = 'd' order by id limit "
     "20",
     "(district = 'd'::text)"},
    // Of an empty table the one with the district costs the same as the one without.
    {"select from review_case where turn is not null and turn && '{r}' and district = 'd' order by "
     "coalesce(due_at, 'infinity'), id limit 20",
     "_coalesce_id_idx"},
    {"select from review_case where turn is not null and turn && '{r}' order by coalesce(due_at, "
     "'infinity'), id limit "
     "20",
     "review_case_city_id_coalesce"},
    {"select from review_case where claimed_by = '01900000-0000-7000-8000-000000000000' order by id limit 20",
     "(claimed_by ="},
    {"select from review_case where department = 'd' order by id limit 20", "(department = 'd'::text)"},
    {"select from review_case where phase = any ('{open,returned}') and district = 'd'", "review_case"},
    {"select p.phase, l.cases from unnest('{open,returned}'::text[]) as p (phase) cross join lateral (select "
     "count(*) as "
     "cases from review_case where review_case.phase = p.phase) l",
     "review_case"},
    {"select count(*) from audit_queue", "audit_queue_pkey"},
    {"select channel, count(*) from outbox where done_at is null and failed_at is null and unknown_at is "
     "null group by channel",
     "outbox_waiting"},
    {"select from review_case where wake_at <= nrmm_now() order by wake_at limit 100", "(wake_at <="},
    {"select from review_time where ended_at >= '2026-01-01Z' and ended_at < '2026-02-01Z'", "(ended_at >="},
    {"select from account where kind = 'officer' and disabled_at is null", "account_officer"},
    {"(select id from machine where owner_id = '01900000-0000-7000-8000-000000000000' order by id desc limit "
     "20) union "
     "all (select id from machine where filed_by = '01900000-0000-7000-8000-000000000000' and owner_id <> "
     "'01900000-0000-7000-8000-000000000000' order by id desc limit 20) order by id desc limit 20",
     "(filed_by ="},
    {"select from collection where serial = 'x'", "(serial = 'x'::text)"},
    {"select from collection where machine_id = '01900000-0000-7000-8000-000000000000'", "(machine_id ="},
    {"select from collection where collected_at is null and district = 'd' order by id desc limit 20",
     "(district = 'd'::text)"},
    {"select from collection order by id desc limit 20", "collection_city_id"},
    {"select from review_case where owner_id = '01900000-0000-7000-8000-000000000000' order by id limit 20",
     "(owner_id ="},
    {"select from review_case where subject_type = 'x' and subject_id = "
     "'01900000-0000-7000-8000-000000000000' and phase in ('open', 'returned')",
     "(subject_id ="},
    {"select from case_event where case_id = '01900000-0000-7000-8000-000000000000' order by id",
     "(case_id ="},
    {"select from decision where case_id = '01900000-0000-7000-8000-000000000000' order by id", "(case_id ="},
    {"select from judgement where case_id = '01900000-0000-7000-8000-000000000000' order by id",
     "(case_id ="},
    {"select from message where account_id = '01900000-0000-7000-8000-000000000000' order by id desc limit "
     "20",
     "(account_id ="},
    {"select from outbox where next_at <= nrmm_now() and done_at is null and failed_at is null and "
     "unknown_at is null order by next_at limit 20",
     "(next_at <="},
    {"select from idempotency where scope = 's' and path = 'p' and key = 'k'", "(key = 'k'::text)"},
    {"select from counter where name = 'n' and window_start = '2026-01-01Z'", "(window_start ="},
    {"select from machine where state = 'draft' and updated_at < '2026-01-01Z' order by updated_at limit 9",
     "(updated_at <"},
    {"select from photo where created_at < '2026-01-01Z' order by created_at limit 9", "(created_at <"},
    {"select from message where created_at < '2026-01-01Z' order by created_at limit 9", "(created_at <"},
    {"select from outbox where created_at < '2026-01-01Z' order by created_at limit 9", "(created_at <"},
    {"select from audit order by id desc limit 20", "Index"},
    {"select from audit where actor_id = 'x' order by id desc limit 20", "(actor_id = 'x'::text)"},
    {"select from audit where action = 'case.disclosure' and object_id = 'x'", "(object_id = 'x'::text)"},
    {"select from audit_chain order by position desc limit 1", "Index"},
};

class Plans : public DatabaseTest {
 protected:
  std::string plan(Session& session, const std::string& query) {
    std::string text;
    for (const Row row : session.run("explain (costs off) " + query)) text += row.text("QUERY PLAN") + "\n";
    return text;
  }
};

std::string index_conditions(const std::string& plan) {
  std::string out;
  std::size_t at = 0;
  while ((at = plan.find("Index", at)) != std::string::npos) {
    const std::size_t end = plan.find('\n', at);
    out += plan.substr(at, end - at) + "\n";
    at = end;
  }
  return out;
}

TEST_F(Plans, EveryLookUpIsAskedOfAnIndex) {
  Session session = alone_.session("city_a");
  Transaction transaction(session);
  session.run("set local enable_seqscan = off");
  session.run("set local enable_bitmapscan = off");
  session.run("set local enable_sort = off");
  for (const Plan& expected : kPlans) {
    const std::string found = plan(session, expected.query);
    EXPECT_THAT(index_conditions(found), HasSubstr(expected.condition)) << expected.query << "\n" << found;
    EXPECT_THAT(found, HasSubstr("(city_id = ")) << expected.query << "\n" << found;
    EXPECT_THAT(found, Not(HasSubstr("Sort\n"))) << expected.query << "\n" << found;
  }
}

}  // namespace
}  // namespace nrmm::storage

#include "audit/completeness.hpp"

#include "audit/verify.hpp"

namespace nrmm::audit {

namespace {

// In one statement: the sealer moves rows from the queue into the chain meanwhile.
constexpr const char* kStray = R"(
  select count(*) as rows,
    count(*) filter (where not chained and not queued) as stray,
    min(id) filter (where not chained and not queued) as first_stray
  from (select id,
    exists (select from audit_chain c where c.city_id = nrmm_city() and c.audit_id = r.id) as chained,
    exists (select from audit_queue q where q.city_id = nrmm_city() and q.audit_id = r.id) as queued
    from audit r where r.city_id = nrmm_city()) placed)";

}  // namespace

void check(storage::Session& session, Inspection& inspection) {
  const storage::Rows rows = session.run(kStray);
  inspection.count("rows", rows.front().integer("rows"));
  if (rows.front().integer("stray") > 0)
    inspection.breach(std::to_string(rows.front().integer("stray")) +
                      " rows in neither chain nor queue, the first is " + rows.front().text("first_stray"));
  const Verification found = verify(session);
  inspection.count("chained", found.head.position);
  if (found.broken)
    inspection.breach("the chain breaks at row " + std::to_string(found.broken->audit_id) + ": " +
                      found.broken->reason);
}

}  // namespace nrmm::audit

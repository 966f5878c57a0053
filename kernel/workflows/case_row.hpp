#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/absent.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"

// What the files with the SQL of cases share.
namespace nrmm::workflows::case_store {

// The holder's name is no join: a row that was waited for is read again, what it was joined with is not.
inline const std::string kCaseSelect = R"(
select c.id, c.kind, c.workflow, c.revision, c.state, c.phase, c.subject_type, c.subject_id, c.district,
  c.filed_district, c.department, c.township, c.reviewers, c.turn, c.barred, c.opened_by, c.owner_id, c.second_party, c.claimed_by,
  (select a.name from account a where a.city_id = c.city_id and a.id = c.claimed_by) as claimed_by_name, c.answers,
  c.answers_before, c.findings, c.derived, c.case_date, nrmm_time(c.due_at) as due_at,
  coalesce(c.due_at <= nrmm_now() - interval '1 second', false) as overdue, nrmm_time(c.state_since) as state_since, c.version,
  nrmm_time(c.created_at) as created_at
from review_case c )";

// The last second of the day, in the city's time zone: it is overdue when that second is over.
#define NRMM_END_OF_DAY(day) "((" day "::date + 1)::timestamptz - interval '1 second')"

Case read_case(const storage::Row& row);
std::vector<Case> read_cases(const storage::Rows& rows);

}  // namespace nrmm::workflows::case_store

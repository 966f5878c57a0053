#include "workflows/case_row.hpp"

namespace nrmm::workflows::case_store {

Case read_case(const storage::Row& row) {
  Case found;
  found.id = row.text("id");
  found.kind = row.text("kind");
  found.workflow = row.text("workflow");
  found.revision = row.text("revision");
  found.state = row.text("state");
  found.phase = phase_of(row.text("phase"));
  found.subject_type = row.text("subject_type");
  found.subject_id = row.text("subject_id");
  found.district = row.text("district");
  found.filed_district = row.text("filed_district");
  found.department = row.text("department");
  found.township = row.text("township");
  found.reviewers = row.array("reviewers");
  found.turn = row.array("turn");
  found.barred = row.array("barred");
  found.opened_by = row.text("opened_by");
  found.owner = row.text("owner_id");
  found.second_party = row.text("second_party");
  found.claimed_by = row.text("claimed_by");
  found.claimed_by_name = row.text("claimed_by_name");
  found.answers = row.json("answers");
  found.answers_before = row.json("answers_before");
  found.findings = row.json("findings");
  found.derived = row.json("derived");
  found.date = Date::parse(row.text("case_date")).value();
  found.due_at = row.text("due_at");
  found.overdue = row.flag("overdue");
  found.state_since = row.text("state_since");
  found.version = row.integer("version");
  found.created_at = row.text("created_at");
  return found;
}

std::vector<Case> read_cases(const storage::Rows& rows) {
  std::vector<Case> all;
  for (const storage::Row& row : rows) all.push_back(read_case(row));
  return all;
}

}  // namespace nrmm::workflows::case_store

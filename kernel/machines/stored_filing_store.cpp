#include "machines/stored_filing_store.hpp"

namespace nrmm::machines {
namespace {

// Others with the same identifier count as identifier_store::others() counts them.
constexpr const char* kAfter = R"(
select m.id, m.case_id, m.state, m.kind, m.answers, c.case_date, m.filed_by, a.kind as account_kind, a.roles,
  a.profile_state, (
    select jsonb_object_agg(o.kind, jsonb_build_array(o.registered, o.filed)) from (
      select i.kind, bool_or(n.state = $3) as registered, bool_or(n.state = any ($4)) as filed
      from machine_identifier i
      join machine_identifier j on j.city_id = i.city_id and j.kind = i.kind and j.value = i.value
        and j.machine_id <> i.machine_id
      join machine n on n.city_id = j.city_id and n.id = j.machine_id
      where i.city_id = m.city_id and i.machine_id = m.id group by i.kind) o) as others
from machine m
join account a on a.city_id = m.city_id and a.id = m.filed_by
left join review_case c on c.city_id = m.city_id and c.id = m.case_id
where $1::uuid is null or m.id > $1 order by m.id limit $2)";

StoredFiling read(const storage::Row& row) {
  StoredFiling found;
  found.machine = row.text("id");
  found.record = row.text("case_id");
  found.state = machine_state_of(row.text("state"));
  found.kind = row.text("kind");
  found.date = Date::parse(row.text("case_date"));
  found.answers = row.json("answers");
  found.filed_by.id = row.text("filed_by");
  found.filed_by.kind = row.text("account_kind");
  found.filed_by.roles = row.array("roles");
  found.filed_by.profile_state = row.text("profile_state");
  const Json others = row.json("others");
  for (const auto& [kind, seen] : others.items())
    found.others[kind] = {seen.at(0).get<bool>(), seen.at(1).get<bool>()};
  return found;
}

}  // namespace

std::vector<StoredFiling> stored_filings(storage::Session& session, const std::string& after, int limit) {
  const std::vector<std::string> under_way{name_of(MachineState::in_review), name_of(MachineState::returned)};
  const auto begin = after.empty() ? std::nullopt : std::optional<std::string>(after);
  std::vector<StoredFiling> all;
  for (const storage::Row& row :
       session.run(kAfter, {begin, limit, name_of(MachineState::approved), under_way}))
    all.push_back(read(row));
  return all;
}

}  // namespace nrmm::machines

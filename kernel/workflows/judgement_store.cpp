#include "workflows/judgement_store.hpp"

#include "base/random.hpp"

namespace nrmm::workflows::judgement_store {
namespace {

constexpr const char* kAdd = R"(
insert into judgement (city_id, id, case_id, transition, steps, answers, facts, register, derived, kernel_version)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9))";

constexpr const char* kOfCase = R"(
select id, transition, steps, answers, facts, register, derived, kernel_version from judgement
where case_id = $1 order by id)";

constexpr const char* kCasesAfter = R"(
select id from review_case where ($1::uuid is null or id > $1) and erased_at is null order by id limit 500)";

}  // namespace

std::string add(storage::Session& session, const Judged& one) {
  const std::string id = new_id();
  session.run(kAdd, {id, one.case_id, one.transition, one.steps, one.answers, one.facts, one.from_register,
                     one.derived, NRMM_VERSION});
  return id;
}

std::vector<Judged> of_case(storage::Session& session, const std::string& case_id) {
  std::vector<Judged> all;
  for (const storage::Row& row : session.run(kOfCase, {case_id}))
    all.push_back({row.text("id"), case_id, row.text("transition"), row.array("steps"), row.json("answers"),
                   row.json("facts"), row.json("register"), row.json("derived"), row.text("kernel_version")});
  return all;
}

std::vector<std::string> cases_after(storage::Session& session, const std::string& last) {
  std::vector<std::string> ids;
  const auto begin = last.empty() ? std::nullopt : std::optional<std::string>(last);
  for (const storage::Row& row : session.run(kCasesAfter, {begin})) ids.push_back(row.text("id"));
  return ids;
}

}  // namespace nrmm::workflows::judgement_store

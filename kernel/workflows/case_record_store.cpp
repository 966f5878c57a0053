#include "base/absent.hpp"
#include "base/random.hpp"
#include "workflows/case_store.hpp"

// What stays of a case: its events, photos and the reasons of its decisions.
namespace nrmm::workflows::case_store {
namespace {

using storage::Session;

constexpr const char* kAddEvent = R"(
insert into case_event (city_id, id, case_id, transition, from_state, to_state, actor_id, actor_name, reason, remarks)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9))";

constexpr const char* kEvents = R"(
select transition, from_state, to_state, actor_id, actor_name, reason, remarks, nrmm_time(at) as at
from case_event where case_id = $1 order by id)";

constexpr const char* kLastActor = R"(
select actor_name from case_event where case_id = $1 order by id desc limit 1)";

constexpr const char* kAddPhotos = R"(
insert into case_photo (city_id, case_id, photo_id) select nrmm_city(), $1, unnest($2::uuid[])
on conflict do nothing)";

constexpr const char* kAddDecision = R"(
insert into decision (city_id, id, case_id, rule, outcome, field, message, basis, pack_revision, kernel_version, inputs,
  judgement_id)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))";

constexpr const char* kDecisions = R"(
select rule, outcome, field, message, basis, pack_revision, inputs, nrmm_time(at) as at, judgement_id
from decision where case_id = $1 order by id)";

}  // namespace

void add_event(Session& session, const Event& event) {
  session.run(kAddEvent, {new_id(), event.case_id, event.transition, event.from, event.to, maybe(event.actor),
                          event.actor_name, maybe(event.reason), event.remarks});
}

std::vector<Event> events(Session& session, const std::string& case_id) {
  std::vector<Event> all;
  for (const storage::Row& row : session.run(kEvents, {case_id})) {
    all.push_back({case_id, row.text("transition"), row.text("from_state"), row.text("to_state"),
                   row.text("actor_id"), row.text("actor_name"), row.text("reason"), row.json("remarks"),
                   row.text("at")});
  }
  return all;
}

std::string last_actor(Session& session, const std::string& case_id) {
  const auto row = session.one(kLastActor, {case_id});
  return row ? row->front().text("actor_name") : std::string();
}

void add_photos(Session& session, const std::string& case_id, const std::vector<std::string>& photos) {
  if (!photos.empty()) session.run(kAddPhotos, {case_id, photos});
}

void add_decision(Session& session, const Decision& decision) {
  session.run(kAddDecision,
              {new_id(), decision.case_id, decision.rule, decision.outcome, decision.field, decision.message,
               decision.basis, decision.revision, NRMM_VERSION, decision.inputs, maybe(decision.judgement)});
}

std::vector<Decision> decisions(Session& session, const std::string& case_id) {
  std::vector<Decision> all;
  for (const storage::Row& row : session.run(kDecisions, {case_id})) {
    all.push_back({case_id, row.text("rule"), row.text("outcome"), row.text("field"), row.text("message"),
                   row.text("basis"), row.text("pack_revision"), row.json("inputs"), row.text("at"),
                   row.text("judgement_id")});
  }
  return all;
}

}  // namespace nrmm::workflows::case_store

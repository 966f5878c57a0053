#include "workflows/case_persons.hpp"

#include <algorithm>

#include "base/problem.hpp"

namespace nrmm::workflows {
namespace {

SamePerson by_accounts(const Call& call, People& people) {
  return [&call, &people](const std::string& a, const std::string& b) {
    return people.same_person(call.session, a, b);
  };
}

std::vector<Taken> steps_of(const std::vector<case_store::Event>& events) {
  std::vector<Taken> steps;
  for (const case_store::Event& event : events)
    steps.push_back({event.transition, event.from, event.to, event.actor});
  return steps;
}

Problem refused(const cities::Pack& pack, const cities::Workflow& workflow,
                const cities::Transition& transition, const Taken& own) {
  const cities::Transition* before = workflow.transition(own.transition);
  const Json words = {{"action", pack.fill(transition.label)},
                      {"before", before ? pack.fill(before->label) : own.transition}};
  Finding finding;
  finding.field = "transition";
  finding.code = "case.same_person";
  finding.message = pack.text("case.same_person", words);
  finding.basis = transition.basis.text;
  return Problem(403, "case.same_person", words).with(std::move(finding));
}

}  // namespace

std::vector<Taken> steps_of(storage::Session& session, const std::string& case_id) {
  return steps_of(case_store::events(session, case_id));
}

void require_other_person(const Call& call, People& people, const cities::Pack& pack,
                          const cities::Workflow& workflow, const cities::Transition& transition,
                          const Case& record) {
  if (transition.not_by.empty()) return;
  const auto steps = standing(steps_of(call.session, record.id));
  const Taken* own = barring(transition, steps, call.actor.account, by_accounts(call, people));
  if (own) throw refused(pack, workflow, transition, *own);
}

bool other_person(const Call& call, People& people, const cities::Transition& transition,
                  const std::vector<Taken>& standing) {
  return !barring(transition, standing, call.actor.account, by_accounts(call, people));
}

void require_seen(const Call& call, const Case& record, bool reviewing, std::int64_t version) {
  const bool held_by_other = !record.claimed_by.empty() && record.claimed_by != call.actor.account;
  if (held_by_other && reviewing) throw Problem(409, "case.claimed", {{"by", record.claimed_by_name}});
  if (record.version != version)
    throw Problem(409, "case.changed", {{"by", case_store::last_actor(call.session, record.id)}});
}

Json differed_from(const cities::Transition& transition, const std::vector<case_store::Event>& events) {
  const auto counted = standing(steps_of(events));
  Json names = Json::object();
  for (const case_store::Event& event : events) {
    const auto& others = transition.not_by;
    if (std::find(others.begin(), others.end(), event.transition) == others.end()) continue;
    for (const Taken& step : counted)
      if (step.transition == event.transition && step.person == event.actor)
        names[event.transition] = event.actor_name;
  }
  return names;
}

}  // namespace nrmm::workflows

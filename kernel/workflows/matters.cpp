#include "workflows/matters.hpp"

#include "base/problem.hpp"
#include "base/random.hpp"
#include "workflows/matter_subject.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::workflows {
namespace {

const cities::Workflow& workflow_of_kind(const cities::Pack& pack, const std::string& kind) {
  const cities::Workflow* workflow = pack.workflow(kind);
  if (!workflow || workflow->subject != cities::kMatter)
    throw member_refused(pack, "kind", "choice", {{"label", pack.text("label.case_kind")}});
  return *workflow;
}

std::string party_that_opens(const cities::Workflow& workflow, const Actor& actor) {
  for (const char* party : kPartiesOfMatters)
    if (actor.has_role(party) && may_open(workflow, party)) return party;
  throw Problem(403, "request.forbidden");
}

// As which party he goes on with what he began.
std::string party_that_hands_in(const cities::Workflow& workflow, const std::string& state,
                                const Actor& actor) {
  for (const char* party : kPartiesOfMatters)
    if (actor.has_role(party) && submission_of(workflow, state, {party})) return party;
  throw Problem(409, "case.transition");
}

}  // namespace

Json Matters::begin(Call call, const PackPtr& active, const std::string& kind, const Json& answers) const {
  Course course = parts_.course(call, active, std::nullopt);
  course.follow(&workflow_of_kind(*active, kind));
  course.party = party_that_opens(*course.workflow, call.actor);
  course.require_effective();
  course.facts = parts_.people.facts(call.session, *active, call.actor.account);
  CaseService::require_open(*active, *course.workflow, course.party, course.facts);
  return parts_.take(call, course, {cities::kMatter, new_id(), call.actor.account}, answers);
}

Json Matters::hand_in_again(Call call, const std::string& case_id, const Json& answers,
                            std::int64_t version) const {
  const auto record = parts_.cases.lock(call.session, case_id);
  const bool own =
      record && record->subject_type == cities::kMatter && record->opened_by == call.actor.account;
  if (!own) throw Problem(404, "request.not_found");
  if (record->version != version) throw Problem(412, "request.stale");
  if (record->phase != Phase::returned) throw Problem(409, "case.transition");
  Course course = parts_.course(call, nullptr, record);
  course.party = party_that_hands_in(*course.workflow, course.state, call.actor);
  course.facts = parts_.people.facts(call.session, *course.pack, call.actor.account);
  return parts_.take(call, course, {cities::kMatter, record->subject_id, call.actor.account}, answers);
}

}  // namespace nrmm::workflows

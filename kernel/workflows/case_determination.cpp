#include <algorithm>

#include "base/problem.hpp"
#include "base/text.hpp"
#include "workflows/case_persons.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_step.hpp"
#include "workflows/case_store.hpp"
#include "workflows/determination.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::workflows {
namespace {

constexpr std::size_t kLongestReason = 500;  // code points

bool undecided(const Case& record, const std::string& name) {
  return std::any_of(record.findings.begin(), record.findings.end(), [&](const Json& finding) {
    return finding.value("field", "") == name && finding.value("code", "") == cities::kManual;
  });
}

// The vocabulary's codes that the city uses, which are the values that there are.
std::vector<const cities::Term*> values_of(const cities::Pack& pack, const cities::Derived& derived) {
  std::vector<const cities::Term*> values;
  if (const cities::Vocabulary* words = pack.vocabulary(derived.vocabulary)) {
    for (const std::string& code : words->use)
      if (const cities::Term* term = words->term(code)) values.push_back(term);
  }
  return values;
}

std::string checked_reason(const cities::Pack& pack, const std::string& given) {
  const std::string reason = trim(given);
  const Json words = {{"label", pack.text("label.reason")}, {"max", kLongestReason}};
  if (reason.empty()) throw member_refused(pack, "reason", "required", words);
  if (code_points(reason) > kLongestReason) throw member_refused(pack, "reason", "max_length", words);
  return reason;
}

}  // namespace

// Whom the pack names in `override`, and for what no rule could say whoever decides the case.
std::vector<const cities::Derived*> CaseService::left_to(Call& call, const Case& record,
                                                         const cities::Pack& pack) const {
  std::vector<const cities::Derived*> left;
  const cities::Workflow& workflow = workflow_of(pack, record);
  const cities::Form* form = pack.form(workflow.form);
  const Parties parties = parties_of(call, record, pack);
  const auto offers = offered(workflow, record.state, parties);
  const auto of_officers = [](const cities::Transition* one) { return !one->roles.empty(); };
  if (!form || ended(record.phase) || std::none_of(offers.begin(), offers.end(), of_officers)) return left;
  for (const cities::Derived& derived : form->derived) {
    const auto& roles = derived.override_roles;
    const bool named =
        std::any_of(roles.begin(), roles.end(), [&](const auto& role) { return parties.contains(role); });
    if (named || undecided(record, derived.name)) left.push_back(&derived);
  }
  return left;
}

Json CaseService::determinations(Call& call, const Case& record, const cities::Pack& pack) const {
  Json out = Json::array();
  const bool held_by_other = !record.claimed_by.empty() && record.claimed_by != call.actor.account;
  if (!call.as_officer() || held_by_other || own_matter(call, record)) return out;
  for (const cities::Derived* derived : left_to(call, record, pack)) {
    Json values = Json::array();
    for (const cities::Term* term : values_of(pack, *derived))
      values.push_back({{"value", term->code}, {"label", pack.fill(term->label)}});
    out.push_back(
        {{"name", derived->name}, {"label", pack.fill(derived->label)}, {"values", std::move(values)}});
  }
  return out;
}

Case CaseService::determine(Call call, const std::string& case_id, const Determination& wanted) const {
  const auto record = lock(call.session, case_id);
  if (!record) throw Problem(404, "request.not_found");
  const auto pack = pack_of(*record, call.city());
  if (!visible(call, *record, *pack)) throw Problem(404, "request.not_found");
  if (own_matter(call, *record)) throw Problem(403, "case.own");
  require_seen(call, *record, true, wanted.version);
  const auto left = left_to(call, *record, *pack);
  const auto chosen =
      std::find_if(left.begin(), left.end(), [&](const auto* one) { return one->name == wanted.name; });
  if (chosen == left.end()) throw Problem(409, "case.transition");
  const cities::Derived& derived = **chosen;
  const auto values = values_of(*pack, derived);
  if (std::none_of(values.begin(), values.end(),
                   [&](const auto* term) { return term->code == wanted.value; }))
    throw member_refused(*pack, "value", "choice", {{"label", pack->fill(derived.label)}});

  const auto event =
      determined(*record, call.actor, derived.name, wanted.value, checked_reason(*pack, wanted.reason));
  case_store::Decision decision = reason_of(*pack, workflow_of(*pack, *record), event);
  decision.case_id = record->id;
  decision.revision = pack->revision;
  case_store::set_claim(call.session, *record, call.actor.account);
  case_store::add_event(call.session, event);
  case_store::add_decision(call.session, decision);
  const Json made = {{"value", wanted.value}, {"reason", event.reason}, {"basis", decision.basis}};
  case_store::determine(call.session, *record, derived.name, made);
  parts_.subjects.of(record->subject_type).determine(call.session, *record, derived.name, made);
  audit::Entry entry;
  entry.action = std::string("case.") + kDetermine;
  entry.object_type = "case";
  entry.object_id = record->id;
  entry.after = {{"name", derived.name}, {"value", wanted.value}};
  entry.pack_revision = record->revision;
  audit::record(call.session, call.actor, call.origin, entry);
  return case_store::find(call.session, record->id).value();
}

}  // namespace nrmm::workflows

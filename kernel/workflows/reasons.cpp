#include "workflows/reasons.hpp"

#include <algorithm>

#include "workflows/case_persons.hpp"

namespace nrmm::workflows {
namespace {

case_store::Decision decision_of(const Finding& finding, const std::string& outcome) {
  case_store::Decision decision;
  decision.rule = finding.rule;
  decision.outcome = outcome;
  decision.field = finding.field;
  decision.message = finding.message;
  decision.basis = finding.basis;
  decision.inputs = finding.inputs;
  return decision;
}

}  // namespace

std::vector<case_store::Decision> reasons_of(const cities::Judgement& judged) {
  std::vector<case_store::Decision> all;
  for (const Finding& flag : judged.flags) all.push_back(decision_of(flag, flag.level));
  for (const Finding& passed : judged.passed)
    all.push_back(decision_of(passed, passed.code == "derived" ? "derived" : "passed"));
  return all;
}

// As the person concerned reads it: who decides without a reason agrees to what the form's rules found.
case_store::Decision reason_of(const cities::Pack& pack, const cities::Workflow& workflow,
                               const cities::Transition& transition,
                               const std::vector<case_store::Event>& events) {
  const case_store::Event& taken = events.back();
  case_store::Decision decision;
  decision.rule = workflow.name + "." + transition.name;
  decision.outcome = name_of(phase_after(workflow, transition));
  decision.message = taken.reason.empty() ? transition.label : reason_text(pack, &transition, taken.reason);
  decision.basis = transition.basis.text.empty() ? workflow.basis.text : transition.basis.text;
  decision.inputs = {{"remarks", taken.remarks}};
  if (!transition.not_by.empty()) decision.inputs["not_by"] = differed_from(transition, events);
  return decision;
}

std::string reason_text(const cities::Pack& pack, const cities::Transition* transition,
                        const std::string& reason) {
  const cities::Vocabulary* words = transition ? pack.vocabulary(transition->reason) : nullptr;
  const cities::Term* term = words ? words->term(reason) : nullptr;
  return term ? term->label : reason;
}

Json findings_of(const cities::Judgement& judged) {
  Json findings = Json::array();
  for (const Finding& finding : judged.flags) findings.push_back(finding.to_json());
  return findings;
}

Json register_findings(const cities::Judgement& judged, std::size_t first) {
  Json all = Json::array();
  for (std::size_t i = first; i < judged.flags.size(); ++i) {
    Json one = judged.flags[i].to_json();
    one["rule"] = judged.flags[i].rule;
    one["inputs"] = judged.flags[i].inputs;
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<Finding> register_findings(const Json& stored) {
  std::vector<Finding> all;
  for (const Json& one : stored) {
    Finding found;
    found.field = one.at("field");
    found.code = one.at("code");
    found.message = one.at("message");
    found.basis = one.at("basis");
    found.level = one.at("level");
    found.rule = one.at("rule");
    found.inputs = one.at("inputs");
    all.push_back(std::move(found));
  }
  return all;
}

Json derived_of(const cities::Judgement& judged) {
  Json derived = Json::object();
  for (const auto& [name, value] : judged.derived) derived[name] = value.value;
  return derived;
}

}  // namespace nrmm::workflows

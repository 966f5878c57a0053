#include <algorithm>

#include "laboratory/runner.hpp"
#include "sites/gate.hpp"

namespace nrmm::laboratory {
namespace {

constexpr const char* kForeign = "foreign_machine";

sites::Passage passage_of(const Trial& trial, sites::Direction direction) {
  sites::Passage passage{.direction = direction, .on = trial.date};
  const cities::Form* form = trial.pack.form(trial.test.target);
  for (const auto& [name, value] : trial.given.items()) {
    if (name == kForeign)
      passage.foreign = value;
    else if (name != "date")
      (form && form->field(name) ? passage.answers : passage.facts)[name] = value;
  }
  return passage;
}

Json codes(const std::vector<Finding>& findings) {
  Json found = Json::array();
  for (const Finding& finding : findings)
    if (finding.level != "note") found.push_back(finding.code);
  return found;
}

Json by_field(const std::vector<Finding>& errors) {
  Json found = Json::object();
  for (const Finding& error : errors) found[error.field] = error.code;
  return found;
}

}  // namespace

void try_gate(const Trial& trial) {
  const auto direction = sites::direction(trial.test.target);
  if (!direction) return trial.faults.push_back("no gate " + trial.test.target);
  const auto judged = sites::judge_gate(trial.pack, passage_of(trial, *direction));
  const Json& expect = trial.expect;
  if (expect.contains("outcome"))
    trial.same("outcome", expect["outcome"], judged.blocked() ? "block" : "allow");
  if (expect.contains("errors")) trial.same("errors", expect["errors"], by_field(judged.errors));
  if (expect.contains("findings")) trial.same("findings", expect["findings"], codes(judged.findings));
  if (expect.contains("opens"))
    trial.same("opens", expect["opens"], judged.report ? Json::array({"report"}) : Json::array());
  const Json texts = expect.value("texts", Json::object());
  for (const auto& [key, text] : texts.items()) {
    const auto found = std::find_if(judged.findings.begin(), judged.findings.end(),
                                    [&](const Finding& one) { return one.code == key; });
    trial.same("text of " + key, text, found == judged.findings.end() ? Json(nullptr) : Json(found->message));
  }
}

}  // namespace nrmm::laboratory

#include "workflows/determination.hpp"

#include <algorithm>

#include "cities/form_wire.hpp"
#include "workflows/engine.hpp"

namespace nrmm::workflows {
namespace {

const cities::Derived* derived_in(const cities::Pack& pack, const cities::Workflow* workflow,
                                  const std::string& name) {
  const cities::Form* form = workflow ? pack.form(workflow->form) : nullptr;
  if (!form) return nullptr;
  const auto is = [&](const cities::Derived& one) { return one.name == name; };
  const auto found = std::find_if(form->derived.begin(), form->derived.end(), is);
  return found == form->derived.end() ? nullptr : &*found;
}

}  // namespace

case_store::Event determined(const Case& record, const Actor& actor, const std::string& name,
                             const std::string& value, const std::string& reason) {
  case_store::Event event;
  event.case_id = record.id;
  event.transition = kDetermine;
  event.from = event.to = record.state;
  event.actor = actor.account;
  event.actor_name = actor.name;
  event.reason = reason;
  event.remarks = Json::array({{{"field", name}, {"text", value}}});
  return event;
}

case_store::Decision reason_of(const cities::Pack& pack, const cities::Workflow& workflow,
                               const case_store::Event& determined) {
  const Json& made = determined.remarks.at(0);
  case_store::Decision decision;
  decision.rule = workflow.name + "." + kDetermine;
  decision.outcome = kDetermine;
  decision.field = made.at("field");
  decision.message = determined.reason;
  if (const cities::Derived* derived = derived_in(pack, &workflow, decision.field))
    decision.basis = derived->basis.text.empty() ? pack.form(workflow.form)->basis.text : derived->basis.text;
  decision.inputs = {{"value", made.at("text")}};
  return decision;
}

Json derived_from_asked(const cities::Form& form, const cities::Judgement& judged) {
  const auto asked = form.listed();
  const auto looked_at = [&](const Finding& one) {
    return std::any_of(asked.begin(), asked.end(),
                       [&](const cities::Field* field) { return one.inputs.contains(field->name); });
  };
  const auto is_of = [](const Finding& one, const cities::Derived& derived) {
    return one.field == derived.name && one.rule == derived.rule;
  };
  Json values = cities::derived_wire(judged);
  for (const cities::Derived& derived : form.derived) {
    const auto ran = std::find_if(judged.passed.begin(), judged.passed.end(),
                                  [&](const Finding& one) { return is_of(one, derived); });
    if (ran != judged.passed.end() && !looked_at(*ran)) values.erase(derived.name);
  }
  return values;
}

Json shown_values(const cities::Pack& pack, const cities::Workflow* workflow, Json remarks) {
  for (Json& remark : remarks) {
    const cities::Derived* derived = derived_in(pack, workflow, remark.at("field"));
    const cities::Vocabulary* words = derived ? pack.vocabulary(derived->vocabulary) : nullptr;
    const cities::Term* term = words ? words->term(remark.at("text").get<std::string>()) : nullptr;
    if (term) remark["text"] = pack.fill(term->label);
  }
  return remarks;
}

}  // namespace nrmm::workflows

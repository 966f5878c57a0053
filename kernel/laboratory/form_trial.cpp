#include "cities/judge.hpp"
#include "laboratory/runner.hpp"

namespace nrmm::laboratory {
namespace {

Json by_field(const std::vector<Finding>& findings) {
  Json found = Json::object();
  for (const Finding& finding : findings) {
    if (finding.level != "note") found[finding.field] = finding.code;
  }
  return found;
}

bool contains(const std::vector<std::string>& list, const Json& name) {
  return std::find(list.begin(), list.end(), name.get<std::string>()) != list.end();
}

Json labels_in_order(const cities::Pack& pack, const cities::Form& form) {
  Json labels = Json::array();
  for (const cities::Field* field : form.listed()) labels.push_back(pack.fill(field->label));
  return labels;
}

void same_requirements(const Trial& trial, const cities::Judgement& judged) {
  for (const Json& name : trial.expect.value("required", Json::array())) {
    if (!contains(judged.required, name))
      trial.faults.push_back(name.get<std::string>() + " is not required");
  }
  for (const Json& name : trial.expect.value("optional", Json::array())) {
    if (contains(judged.required, name)) trial.faults.push_back(name.get<std::string>() + " is required");
  }
}

// Why a derived value is what it is, in the city's words.
void same_reasons(const Trial& trial, const cities::Judgement& judged) {
  const Json reasons = trial.expect.value("reasons", Json::object());
  for (const auto& [name, text] : reasons.items()) {
    const auto found = judged.derived.find(name);
    trial.same("reason of " + name, text,
               found == judged.derived.end() ? Json(nullptr) : Json(found->second.reason));
  }
}

void same_derived(const Trial& trial, const cities::Judgement& judged) {
  const Json derived = trial.expect.value("derived", Json::object());
  for (const auto& [name, value] : derived.items()) {
    const auto found = judged.derived.find(name);
    trial.same(name, value, found == judged.derived.end() ? Json(nullptr) : found->second.value);
  }
}

// What a form says about a field to whoever fills it in.
Json told_of(const cities::Pack& pack, const cities::Field& field, const std::string& key) {
  if (key == "source") return field.photo_source;
  if (key == "label") return pack.fill(field.label);
  if (key == "help") return pack.fill(field.help_text);
  if (key == "figure") return field.help_figure;
  return "a test may ask for source, label, help, figure";
}

void same_definition(const Trial& trial, const cities::Form& form) {
  const Json overrides = trial.expect.value("override", Json::object());
  for (const auto& [name, roles] : overrides.items()) {
    for (const auto& derived : form.derived) {
      if (derived.name == name) trial.same("override of " + name, roles, derived.override_roles);
    }
  }
  const Json fields = trial.expect.value("fields", Json::object());
  for (const auto& [name, wanted] : fields.items()) {
    const cities::Field* field = form.field(name);
    if (!field) {
      trial.faults.push_back("no field " + name);
      continue;
    }
    for (const auto& [key, value] : wanted.items())
      trial.same(key + " of " + name, value, told_of(trial.pack, *field, key));
  }
  if (trial.expect.contains("order"))
    trial.same("order", trial.expect.at("order"), labels_in_order(trial.pack, form));
}

}  // namespace

void try_form(const Trial& trial) {
  const cities::Form* form = trial.pack.form(trial.test.target);
  if (!form) return trial.faults.push_back("no form " + trial.test.target);
  Json answers = Json::object();
  Json facts = Json::object();
  for (const auto& [name, value] : trial.given.items()) {
    if (name != "date") (form->field(name) ? answers : facts)[name] = value;
  }
  const auto judged = cities::judge({trial.pack, *form, answers, facts, trial.date});
  if (trial.expect.contains("errors"))
    trial.same("errors", trial.expect.at("errors"), by_field(judged.errors));
  if (trial.expect.contains("flags")) trial.same("flags", trial.expect.at("flags"), by_field(judged.flags));
  if (trial.expect.contains("steps")) trial.same("steps", trial.expect.at("steps"), judged.steps);
  same_requirements(trial, judged);
  same_derived(trial, judged);
  same_reasons(trial, judged);
  same_definition(trial, *form);
}

}  // namespace nrmm::laboratory

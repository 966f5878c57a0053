#include <algorithm>
#include <cctype>

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

void same_requirements(const Trial& trial, const cities::Form& form, const cities::Judgement& judged) {
  for (const Json& name : trial.expect.value("required", Json::array())) {
    if (!contains(judged.required, name))
      trial.faults.push_back(name.get<std::string>() + " is not required");
  }
  for (const Json& name : trial.expect.value("optional", Json::array())) {
    if (!form.field(name.get<std::string>()))
      trial.faults.push_back("no field " + name.get<std::string>());
    else if (contains(judged.required, name))
      trial.faults.push_back(name.get<std::string>() + " is required");
  }
}

bool derives(const Trial& trial, const cities::Form& form, const std::string& name) {
  const bool found = std::any_of(form.derived.begin(), form.derived.end(),
                                 [&](const auto& each) { return each.name == name; });
  if (!found) trial.faults.push_back("no derived value " + name);
  return found;
}

// Why a derived value is what it is, in the city's words.
void same_reasons(const Trial& trial, const cities::Form& form, const cities::Judgement& judged) {
  const Json reasons = trial.expect.value("reasons", Json::object());
  for (const auto& [name, text] : reasons.items()) {
    if (!derives(trial, form, name)) continue;
    const auto found = judged.derived.find(name);
    trial.same("reason of " + name, text,
               found == judged.derived.end() ? Json(nullptr) : Json(found->second.reason));
  }
}

void same_derived(const Trial& trial, const cities::Form& form, const cities::Judgement& judged) {
  const Json derived = trial.expect.value("derived", Json::object());
  for (const auto& [name, value] : derived.items()) {
    if (!derives(trial, form, name)) continue;
    const auto found = judged.derived.find(name);
    trial.same(name, value, found == judged.derived.end() ? Json(nullptr) : found->second.value);
  }
}

// A key for which the city has no text comes out as it is, and a placeholder that nothing fills keeps its
// braces.
bool reads_as_text(const std::string& words) {
  const auto of_key = [](unsigned char c) {
    return std::islower(c) || std::isdigit(c) || c == '_' || c == '.';
  };
  const bool key = words.find('.') != std::string::npos && std::all_of(words.begin(), words.end(), of_key);
  return !key && words.find('{') == std::string::npos;
}

// Whatever a test expects: people read no keys.
void find_keys(const Trial& trial, const cities::Judgement& judged) {
  const auto look = [&](const std::string& name, const std::string& words) {
    if (!reads_as_text(words)) trial.faults.push_back("people read of " + name + ": " + words);
  };
  for (const auto& [name, derived] : judged.derived) look(name, derived.reason);
  for (const auto* findings : {&judged.errors, &judged.flags})
    for (const Finding& finding : *findings) look(finding.field, finding.message);
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
    if (!derives(trial, form, name)) continue;
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
  same_requirements(trial, *form, judged);
  same_derived(trial, *form, judged);
  same_reasons(trial, *form, judged);
  same_definition(trial, *form);
  find_keys(trial, judged);
}

}  // namespace nrmm::laboratory

#include "cities/form_wire.hpp"

#include "cities/settled_form.hpp"

namespace nrmm::cities {
namespace {

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

void put_limits(Json& wire, const Field& field) {
  const bool counts = field.type == FieldType::photos || field.type == FieldType::choices;
  if (field.min) wire[counts ? "min_count" : "min"] = plain_number(*field.min);
  if (field.max) wire[counts ? "max_count" : "max"] = plain_number(*field.max);
  if (field.max_length) wire["max_length"] = *field.max_length;
  put(wire, "pattern", field.pattern);
  put(wire, "unit", field.unit);
}

// Relative to the city's calls; the drawing's own digest in it, so that clients may keep what they fetched.
std::string figure_link(const Pack& pack, const std::string& path) {
  const auto found = pack.figures.find(path);
  return found == pack.figures.end() ? "" : path + "?v=" + found->second.digest;
}

bool has_options(FieldType type) {
  return type == FieldType::choice || type == FieldType::choices || type == FieldType::district;
}

void put_options(Json& wire, const Pack& pack, const Field& field, Date on) {
  if (!has_options(field.type)) return;
  Json& options = wire["options"] = Json::array();
  for (auto& [value, label] : options_of(pack, field, on))
    options.push_back({{"value", value}, {"label", label}});
}

void put_hints(Json& wire, const Pack& pack, const Field& field) {
  Json help = Json::object();
  put(help, "text", pack.fill(field.help_text));
  put(help, "figure", figure_link(pack, field.help_figure));
  if (!help.empty()) wire["help"] = std::move(help);
  put(wire, "example", field.example);
  if (!field.default_value.is_null()) wire["default"] = field.default_value;
}

// What only clients with sign-in, SMS and a camera need; the others may ignore it.
void put_roles(Json& wire, const Field& field) {
  const bool photo = field.type == FieldType::photo || field.type == FieldType::photos;
  if (photo) wire["source"] = field.photo_source == "camera" ? "camera" : "any";
  put(wire, "party", field.party);
  put(wire, "credential", field.credential);
  if (!field.sms_purpose.empty()) wire["sms"] = {{"purpose", field.sms_purpose}, {"to", field.sms_to}};
}

Json field_wire(const Pack& pack, const Form& form, const SettledField& settled, Date on) {
  const Field& field = *settled.field;
  Json wire = {{"field", field.name},
               {"label", pack.fill(field.label)},
               {"type", name_of(field.type)},
               {"required", settled.required.to_json()},
               {"shown", settled.shown.to_json()},
               {"basis", field.basis.text.empty() ? form.basis.text : field.basis.text}};
  if (settled.required_by_check) wire["required_by_check"] = true;
  put_options(wire, pack, field, on);
  put_limits(wire, field);
  put_hints(wire, pack, field);
  put_roles(wire, field);
  return wire;
}

// A step is worth a page when any of its fields may be; one without fields is a page of its own.
Json step_wire(const Pack& pack, const SettledForm& settled, const Step& step, Date on) {
  std::vector<Condition> shown;
  Json fields = Json::array();
  for (const std::string& name : step.fields) {
    const SettledField* one = settled.field(name);
    if (one == nullptr) continue;
    shown.push_back(one->shown);
    fields.push_back(field_wire(pack, settled.form, *one, on));
  }
  const Condition any = step.fields.empty() ? Condition::always() : Condition::any(std::move(shown));
  return {{"step", step.name},
          {"title", pack.fill(step.title)},
          {"shown", any.to_json()},
          {"fields", std::move(fields)}};
}

Json group_wire(const Pack& pack, const Form& form, const SettledGroup& settled) {
  Json names = Json::array(), labels = Json::array();
  for (const Field* field : settled.fields) {
    names.push_back(field->name);
    labels.push_back(pack.fill(field->label));
  }
  const Group& group = *settled.group;
  return {{"name", group.name},
          {"fields", std::move(names)},
          {"when", settled.when.to_json()},
          {"message", pack.text("error.at_least_one", {{"labels", std::move(labels)}})},
          {"basis", group.basis.text.empty() ? form.basis.text : group.basis.text}};
}

Json wire_list(const std::vector<Finding>& findings, std::string_view level) {
  Json list = Json::array();
  for (const Finding& one : findings) {
    if (one.level == level) list.push_back(one.to_json());
  }
  return list;
}

}  // namespace

Json form_wire(const Pack& pack, const Form& form, const Json& facts, Date on) {
  const SettledForm settled(form, facts);
  Json steps = Json::array(), groups = Json::array();
  for (const Step& step : form.steps) steps.push_back(step_wire(pack, settled, step, on));
  for (const SettledGroup& group : settled.groups) groups.push_back(group_wire(pack, form, group));
  return {{"form", form.name},
          {"revision", pack.revision},
          {"title", pack.fill(form.title)},
          {"submit", pack.text_policy("filing.submit", on)},
          {"steps", std::move(steps)},
          {"at_least_one", std::move(groups)},
          {"schema", form_schema(pack, form, facts, on)}};
}

Json derived_wire(const Judgement& judgement) {
  Json derived = Json::object();
  for (const auto& [name, made] : judgement.derived)
    derived[name] = {{"value", made.value}, {"reason", made.reason}, {"basis", made.basis}};
  return derived;
}

Json check_wire(const Judgement& judgement) {
  Json wire = {{"required", judgement.required},
               {"shown", judgement.shown},
               {"verified", judgement.verified},
               {"errors", wire_list(judgement.errors, "refuse")},
               {"derived", derived_wire(judgement)}};
  Json notes = wire_list(judgement.flags, "note");
  if (!notes.empty()) wire["notes"] = std::move(notes);
  return wire;
}

}  // namespace nrmm::cities

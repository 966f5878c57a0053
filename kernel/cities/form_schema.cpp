#include "cities/form_wire.hpp"
#include "cities/settled_form.hpp"
#include "cities/value_schema.hpp"

namespace nrmm::cities {
namespace {

const Json kNothing = {nullptr, "", Json::array()};

Json reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

Json answered_schema(const std::string& name) {
  return {{"required", Json::array({name})}, {"properties", {{name, {{"not", {{"enum", kNothing}}}}}}}};
}

// Writes conditions as schemas. That a field has a value means that it is shown as well: what is hidden is
// dropped before anything else looks at it.
class ConditionSchema {
 public:
  explicit ConditionSchema(const SettledForm& form) : form_(form) {}

  Json of(const Condition& condition) const {
    switch (condition.kind()) {
      case Condition::Kind::always:
        return true;
      case Condition::Kind::never:
        return false;
      case Condition::Kind::all:
        return {{"allOf", of_parts(condition)}};
      case Condition::Kind::any:
        return {{"anyOf", of_parts(condition)}};
      case Condition::Kind::present:
        return has(condition.name());
      case Condition::Kind::absent:
        return {{"not", has(condition.name())}};
      case Condition::Kind::equals:
        break;
    }
    return equals(condition);
  }

  Json has(const std::string& name) const { return with_shown(name, answered_schema(name)); }

 private:
  Json of_parts(const Condition& condition) const {
    Json parts = Json::array();
    for (const Condition& part : condition.parts()) parts.push_back(of(part));
    return parts;
  }

  Json equals(const Condition& condition) const {
    const std::string& name = condition.name();
    Json value = {{"enum", condition.values()}};
    const SettledField* one = form_.field(name);
    if (one != nullptr && one->field->type == FieldType::choices)
      value = {{"type", "array"}, {"contains", std::move(value)}};
    return with_shown(name, {{"required", Json::array({name})}, {"properties", {{name, std::move(value)}}}});
  }

  Json with_shown(const std::string& name, Json schema) const {
    const SettledField* one = form_.field(name);
    if (one == nullptr || one->shown.is_never()) return false;
    if (one->shown.is_always()) return schema;
    return {{"allOf", {reference(name + ".shown"), std::move(schema)}}};
  }

  const SettledForm& form_;
};

class SchemaWriter {
 public:
  SchemaWriter(const Pack& pack, const SettledForm& form, Date on)
      : pack_(pack), form_(form), on_(on), conditions_(form) {}

  Json write() {
    for (const SettledField& one : form_.fields) write_field(one);
    for (const SettledGroup& one : form_.groups) write_group(one);
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", pack_.fill(form_.form.title)},
                   {"type", "object"},
                   {"properties", std::move(properties_)},
                   {"additionalProperties", false}};
    if (!required_.empty()) schema["required"] = std::move(required_);
    if (!rules_.empty()) schema["allOf"] = std::move(rules_);
    if (!definitions_.empty()) schema["$defs"] = std::move(definitions_);
    return schema;
  }

 private:
  void write_field(const SettledField& one) {
    const Field& field = *one.field;
    const std::string& name = field.name;
    Json value = value_schema(field, options_of(pack_, field, on_));
    const bool kept = field.credential.empty() && !one.shown.is_never();
    if (!kept) {  // dropped whatever it says
      properties_[name] = shape_schema(field);
      return;
    }
    const bool always = one.shown.is_always();
    const bool must = always && one.required.is_always();
    if (must) required_.push_back(name);
    if (!must) value = {{"anyOf", {std::move(value), {{"enum", nothing(field)}}}}};
    value["title"] = pack_.fill(field.label);
    properties_[name] = always ? value : shape_schema(field);
    if (!always) {
      definitions_[name + ".shown"] = conditions_.of(one.shown);
      rule(reference(name + ".shown"), {{"properties", {{name, std::move(value)}}}});
    }
    if (!must && !one.required.is_never())
      rule(conditions_.of(Condition::all({one.shown, one.required})), answered_schema(name));
  }

  void write_group(const SettledGroup& group) {
    Json any_shown = Json::array(), any_answered = Json::array();
    for (const Field* field : group.fields) {
      const SettledField& one = *form_.field(field->name);
      any_shown.push_back(conditions_.of(one.shown));
      any_answered.push_back(conditions_.has(field->name));
    }
    Json when = Json::array({conditions_.of(group.when), {{"anyOf", std::move(any_shown)}}});
    rule({{"allOf", std::move(when)}}, {{"anyOf", std::move(any_answered)}});
  }

  void rule(Json when, Json then) { rules_.push_back({{"if", std::move(when)}, {"then", std::move(then)}}); }

  static Json nothing(const Field& field) {
    const bool list = field.type == FieldType::choices || field.type == FieldType::photos;
    return list ? kNothing : Json::array({nullptr, ""});
  }

  const Pack& pack_;
  const SettledForm& form_;
  Date on_;
  ConditionSchema conditions_;
  Json properties_ = Json::object(), definitions_ = Json::object();
  Json required_ = Json::array(), rules_ = Json::array();
};

}  // namespace

Json form_schema(const Pack& pack, const Form& form, const Json& facts, Date on) {
  return SchemaWriter(pack, SettledForm(form, facts), on).write();
}

}  // namespace nrmm::cities

#include "cities/form_reader.hpp"

#include <algorithm>

#include "cities/field_reader.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

class FormReader {
 public:
  FormReader(Loading& loading, const Merged& merged) : loading_(loading), body_(merged.body) {
    const std::string what = "form `" + merged.name + "`";
    yaml::check_complete(body_, *kForms.schema, what, loading.diagnostics);
    form_.name = merged.name;
    form_.source = merged.source;
    form_.title = words_at(loading, body_, "title");
    form_.basis = read_basis(loading, body_, nullptr, what);
  }

  Form read() {
    for (const Entry& entry : mapping_at(body_, "fields").entries)
      form_.fields[entry.key] = read_field(loading_, entry, form_.basis);
    for (const Node& item : mapping_at(body_, "steps").items) read_step(item);
    for (const Entry& entry : mapping_at(body_, "at_least_one").entries) read_group(entry);
    for (const Entry& entry : mapping_at(body_, "derived").entries) read_derived(entry);
    for (const Entry& entry : mapping_at(body_, "checks").entries) read_check(entry);
    check_sms();
    return std::move(form_);
  }

 private:
  bool known_field(const Node& name) {
    if (form_.field(name.text)) return true;
    loading_.unknown(name.source, "field", name.text, keys_of(form_.fields));
    return false;
  }

  void read_step(const Node& body) {
    Step step;
    step.name = text_at(body, "step");
    step.title = words_at(loading_, body, "title");
    const bool twice = std::any_of(form_.steps.begin(), form_.steps.end(),
                                   [&](const Step& each) { return each.name == step.name; });
    if (twice)
      loading_.diagnostics.error(source_of(body, "step"), "P007", "step `" + step.name + "` is stated twice");
    for (const Node& name : mapping_at(body, "fields").items) {
      if (!known_field(name)) continue;
      if (!listed_.insert(name.text).second)
        loading_.diagnostics.error(name.source, "P007", "field `" + name.text + "` is listed twice");
      step.fields.push_back(name.text);
    }
    form_.steps.push_back(std::move(step));
  }

  void read_group(const Entry& entry) {
    Group group;
    group.name = entry.key;
    group.source = entry.key_source;
    for (const Node& name : mapping_at(entry.value, "fields").items)
      if (known_field(name)) group.fields.push_back(name.text);
    group.basis = read_basis(loading_, entry.value, &form_.basis, "`" + entry.key + "`");
    form_.groups.push_back(std::move(group));
  }

  void read_derived(const Entry& entry) {
    Derived derived;
    derived.name = entry.key;
    derived.source = entry.key_source;
    derived.label = words_at(loading_, entry.value, "label");
    derived.rule = rule_at(loading_, entry.value);
    const ProvidedName* fact = provided(loading_, entry.value, &PluginManifest::facts);
    derived.override_roles = texts_at(entry.value, "override");
    const std::set<std::string> roles = loading_.roles();
    for (const Node& role : mapping_at(entry.value, "override").items) {
      if (!roles.contains(role.text)) loading_.unknown(role.source, "role", role.text, keys_of(roles));
      loading_.used_roles.insert(role.text);
    }
    derived.vocabulary = text_at(entry.value, "vocabulary");
    loading_.used_vocabularies.insert(derived.vocabulary);
    if (!derived.vocabulary.empty() && !loading_.pack.vocabulary(derived.vocabulary))
      loading_.unknown(source_of(entry.value, "vocabulary"), "vocabulary", derived.vocabulary,
                       loading_.names_of(kVocabularies));
    if (fact) check_fact(entry.value, derived, *fact);
    derived.basis = read_basis(loading_, entry.value, &form_.basis, "`" + entry.key + "`");
    form_.derived.push_back(std::move(derived));
  }

  // What a plugin's fact can be, the city has words for.
  void check_fact(const Node& body, const Derived& derived, const ProvidedName& fact) {
    const Vocabulary* words = loading_.pack.vocabulary(derived.vocabulary);
    for (const std::string& value : fact.values)
      if (words && !words->term(value))
        loading_.diagnostics.error(source_of(body, "vocabulary"), "G014",
                                   "`" + derived.rule + "` can be `" + value + "`, which vocabulary `" +
                                       derived.vocabulary + "` does not have",
                                   "stated in " + fact.source.str());
  }

  void read_check(const Entry& entry) {
    Check check;
    check.name = entry.key;
    check.source = entry.key_source;
    check.rule = rule_at(loading_, entry.value);
    provided(loading_, entry.value, &PluginManifest::checks);
    check.field = text_at(entry.value, "field");
    if (const Node* field = entry.value.find("field"); field && field->is_scalar()) known_field(*field);
    if (const std::string level = text_at(entry.value, "level"); !level.empty()) check.level = level;
    check.text = text_at(entry.value, "text");
    check_placeholders(loading_, source_of(entry.value, "text"), check.text,
                       {loading_.lua_words.begin(), loading_.lua_words.end()});
    check.basis = read_basis(loading_, entry.value, &form_.basis, "`" + entry.key + "`");
    form_.checks.push_back(std::move(check));
  }

  // An SMS code goes to a party or to a phone field of the same form.
  void check_sms() {
    const auto& parties = loading_.catalogue.parties();
    for (const Entry& entry : mapping_at(body_, "fields").entries) {
      const Node* to = mapping_at(entry.value, "sms").find("to");
      if (!to || !to->is_scalar() || parties.contains(to->text) || form_.field(to->text)) continue;
      std::vector<std::string> known = keys_of(form_.fields);
      known.insert(known.end(), parties.begin(), parties.end());
      loading_.unknown(to->source, "party or field", to->text, known);
    }
  }

  Loading& loading_;
  const Node& body_;
  Form form_;
  std::set<std::string> listed_;
};

}  // namespace

std::string rule_at(Loading& loading, const Node& body) {
  const Node* rule = body.find("rule");
  if (!rule || !rule->is_scalar()) return {};
  loading.used_rules.insert(rule->text);
  if (!loading.program) return rule->text;
  if (!loading.program->has(rule->text)) {
    loading.unknown(rule->source, "rule", rule->text, loading.program->rules(), "P012");
  } else if (loading.program->arity(rule->text) > 2) {
    loading.diagnostics.error(rule->source, "P012",
                              "rule `" + rule->text + "` takes more than (answers, ctx)",
                              "it is at " + loading.program->source(rule->text).str());
  }
  return rule->text;
}

Form read_form(Loading& loading, const Merged& merged) { return FormReader(loading, merged).read(); }

}  // namespace nrmm::cities

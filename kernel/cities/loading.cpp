#include "cities/loading.hpp"

#include <algorithm>

#include "cities/node_values.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {

const PackFolder* Loading::plugin_folder(std::string_view name) const {
  const auto found = std::find_if(plugin_folders.begin(), plugin_folders.end(),
                                  [&](const PackFolder& each) { return each.id == name; });
  return found == plugin_folders.end() ? nullptr : &*found;
}

const PluginManifest* Loading::plugin(std::string_view name) const {
  const auto found = std::find_if(plugins.begin(), plugins.end(),
                                  [&](const PluginManifest& each) { return each.name == name; });
  return found == plugins.end() ? nullptr : &*found;
}

std::set<std::string> Loading::roles() const {
  std::set<std::string> out = catalogue.roles();
  for (const auto& [name, role] : pack.roles) out.insert(name);
  return out;
}

std::set<std::string> Loading::reviewing_roles() const {
  std::set<std::string> out = catalogue.reviewing_roles();
  for (const auto& [name, role] : pack.roles) out.insert(name);
  return out;
}

std::vector<std::string> Loading::names_of(const Kind& kind) const { return keys_of(of(kind)); }

void Loading::unknown(const Source& source, const std::string& what, const std::string& name,
                      const std::vector<std::string>& known, const std::string& code) const {
  yaml::report_unknown(source, code, what, name, known, diagnostics);
}

Basis read_basis(Loading& loading, const yaml::Node& body, const Basis* outer, const std::string& what) {
  const yaml::Node* stated = body.find("basis");
  const yaml::Node* provenance = body.find("provenance");
  Diagnostics& diagnostics = loading.diagnostics;
  if (!stated || !stated->is_scalar()) {
    if (!outer) diagnostics.error(body.source, "P005", what + " has no `basis`");
    return outer ? *outer : Basis{};
  }
  Basis basis{stated->text, provenance && provenance->is_plain("assumed")};
  const std::string word = basis.text.substr(0, basis.text.find(' '));
  if (basis.assumed) {
    if (loading.is_own(stated->source))
      diagnostics.note(stated->source, "P022", what + " is assumed: " + basis.text);
  } else if (!loading.pack.sources.contains(word)) {
    loading.unknown(stated->source, "source", word, keys_of(loading.pack.sources), "P005");
  }
  return basis;
}

void check_placeholders(Loading& loading, const Source& source, const std::string& text,
                        const std::set<std::string>& allowed) {
  const MergedKind& messages = loading.of(kMessages);
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) {
      loading.diagnostics.error(source, "P016", "`{` without `}`");
      return;
    }
    const std::string name = text.substr(open + 1, close - open - 1);
    if (name.starts_with("word.") ? messages.contains(name) : allowed.contains(name)) continue;
    std::vector<std::string> known(allowed.begin(), allowed.end());
    for (const auto& [key, message] : messages)
      if (key.starts_with("word.")) known.push_back(key);
    loading.unknown(source, "placeholder", name, known, "P016");
  }
}

std::string words_at(Loading& loading, const yaml::Node& body, std::string_view key,
                     const std::set<std::string>& allowed) {
  const yaml::Node* node = body.find(key);
  if (!node || !node->is_scalar()) return {};
  check_placeholders(loading, node->source, node->text, allowed);
  return node->text;
}

std::string duration_at(Loading& loading, const yaml::Node& body, std::string_view key) {
  const yaml::Node* node = body.find(key);
  if (!node || !node->is_scalar()) return {};
  loading.used_policies.insert(node->text);
  const MergedKind& policies = loading.of(kPolicies);
  const auto found = policies.find(node->text);
  if (found == policies.end()) {
    loading.unknown(node->source, "policy", node->text, loading.names_of(kPolicies));
    return {};
  }
  const std::string type = text_at(found->second.body, "type");
  if (!type.starts_with("duration"))
    loading.diagnostics.error(node->source, "P002", "policy `" + node->text + "` is no duration but " + type);
  return node->text;
}

Askable askable_vocabulary(const Loading& loading, const std::string& vocabulary) {
  Askable out;
  if (const Vocabulary* found = loading.pack.vocabulary(vocabulary))
    for (const Term& term : found->terms) out.values.insert(term.code);
  return out;
}

void add_facts(const Loading& loading, bool account_only, Askables& out) {
  for (const auto& [name, fact] : loading.catalogue.facts()) {
    if (account_only && fact.of != Fact::Of::account) continue;
    Askable askable{{fact.values.begin(), fact.values.end()}, false};
    askable.flag = askable.values.erase("true") + askable.values.erase("false") > 0;
    out[name] = std::move(askable);
  }
}

void add_fields(const Loading& loading, const Form& form, bool derived, Askables& out) {
  for (const auto& [name, field] : form.fields) {
    Askable askable;
    if (!field.vocabulary.empty()) askable = askable_vocabulary(loading, field.vocabulary);
    if (field.type == FieldType::choice || field.type == FieldType::choices)
      askable.unknown = askable.values.empty();
    if (field.type == FieldType::district)
      for (const District& district : loading.pack.districts) askable.values.insert(district.id);
    out[name] = std::move(askable);
  }
  if (!derived) return;
  for (const Derived& each : form.derived) out[each.name] = askable_vocabulary(loading, each.vocabulary);
}

Askables register_names(const Loading& loading, std::initializer_list<const char*> forms) {
  Askables out;
  add_facts(loading, false, out);
  for (const char* name : forms)
    if (const Form* form = loading.pack.form(name)) add_fields(loading, *form, true, out);
  return out;
}

}  // namespace nrmm::cities

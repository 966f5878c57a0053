#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;

// Only a city must use all that it states; a stock is there for its children. Rules and policies that nothing
// names are of no use in a stock either.
class UnusedCheck {
 public:
  explicit UnusedCheck(Loading& loading) : loading_(loading) {}

  void run() {
    policies();
    rules();
    plugins();
    if (loading_.is_stock()) return;
    vocabularies();
    terms();
    forms();
    fields();
    messages();
  }

 private:
  void unused(const Source& source, const std::string& what, const std::string& name,
              const std::string& hint) {
    loading_.diagnostics.error(source, "P013", "nothing uses " + what + " `" + name + "`", hint);
  }

  template <typename Used>
  void each_own(const Kind& kind, Used used, const std::string& hint) {
    const auto names = loading_.names_of(kind);
    for (const auto& [name, merged] : loading_.of(kind)) {
      if (!merged.own || used(merged)) continue;
      std::vector<std::string> others;
      std::copy_if(names.begin(), names.end(), std::back_inserter(others),
                   [&own = name](const auto& each) { return each != own; });
      const std::string near = merged.inherited ? std::string() : nearest(name, others);
      unused(merged.source, std::string(kind.one), name,
             near.empty() ? hint : "did you mean `" + near + "`?");
    }
  }

  bool copied(const Kind& kind, const std::string& name) const {
    return std::any_of(loading_.of(kind).begin(), loading_.of(kind).end(), [&](const auto& each) {
      return text_at(each.second.statements.front()->body, "as_in") == name;
    });
  }

  // notices.<event>: the channels of one of the city's notices.
  bool is_notice(const std::string& policy) const {
    const std::string area = "notices.";
    return policy.starts_with(area) &&
           loading_.of(kMessages).contains("notice." + policy.substr(area.size()));
  }

  void policies() {
    const auto& needs = loading_.catalogue.policies();
    each_own(
        kPolicies,
        [&](const Merged& each) {
          return loading_.used_policies.contains(each.name) || loading_.lua_words.contains(each.name) ||
                 is_notice(each.name) || std::any_of(needs.begin(), needs.end(), [&](const auto& need) {
                   return need.name == each.name;
                 });
        },
        "no form, workflow or rule names it, and the kernel does not read it");
  }

  void rules() {
    if (!loading_.program) return;
    for (const std::string& rule : loading_.program->rules()) {
      const Source source = loading_.program->source(rule);
      if (loading_.is_own(source) && !loading_.used_rules.contains(rule))
        unused(source, "rule", rule, "name it in a form, or make it local");
    }
  }

  // One that leaves the server needs no name in the pack; rules do.
  void plugins() {
    const auto names_of = [](const auto& set, const std::string& prefix) {
      const auto first = set.lower_bound(prefix);
      return first != set.end() && first->starts_with(prefix);
    };
    for (const Entry& stated : mapping_at(loading_.own().manifest, "plugins").entries) {
      const PluginManifest* plugin = loading_.plugin(stated.key);
      const std::string prefix = stated.key + ".";
      if (!plugin || plugin->is_cpp() || !plugin->routes.empty() || !plugin->cases.empty() ||
          names_of(loading_.used_rules, prefix) || names_of(loading_.lua_words, prefix) ||
          names_of(loading_.used_roles, prefix) || names_of(loading_.used_forms, prefix))
        continue;
      loading_.diagnostics.error(stated.key_source, "G011", "nothing uses plugin `" + stated.key + "`",
                                 "what it provides is in " + plugin->source.file);
    }
  }

  void vocabularies() {
    each_own(
        kVocabularies, [&](const Merged& each) { return loading_.used_vocabularies.contains(each.name); },
        "name it in a field");
  }

  void terms() {
    for (const auto& [name, merged] : loading_.of(kVocabularies)) {
      const Vocabulary& vocabulary = loading_.pack.vocabularies.at(name);
      for (const Entry& entry : mapping_at(merged.body, "terms").entries) {
        const auto& use = vocabulary.use;
        if (loading_.is_own(entry.key_source) && std::find(use.begin(), use.end(), entry.key) == use.end())
          unused(entry.key_source, "code", entry.key, "add it to `use`");
      }
    }
  }

  void forms() {
    each_own(
        kForms,
        [&](const Merged& each) {
          return loading_.used_forms.contains(each.name) || loading_.catalogue.knows_form(each.name) ||
                 copied(kForms, each.name);
        },
        "name it in a workflow");
  }

  void fields() {
    for (const auto& [name, merged] : loading_.of(kForms)) {
      const std::set<std::string> listed = listed_in(name);
      for (const Entry& entry : mapping_at(merged.body, "fields").entries) {
        if (!stated_by(merged, entry.key) || listed.contains(entry.key)) continue;
        const std::string near = nearest(entry.key, {listed.begin(), listed.end()});
        unused(entry.key_source, "field", entry.key,
               near.empty() ? "list it in a step" : "did you mean `" + near + "`?");
      }
    }
  }

  bool stated_by(const Merged& merged, const std::string& field) const {
    if (!merged.own) return false;
    const Definition& last = *merged.statements.back();
    return last.pack == loading_.pack.id && mapping_at(last.body, "fields").find(field);
  }

  // In the steps of a form and of all that start from it.
  std::set<std::string> listed_in(const std::string& form) const {
    std::set<std::string> out;
    for (const Step& step : loading_.pack.forms.at(form).steps)
      out.insert(step.fields.begin(), step.fields.end());
    for (const auto& [name, merged] : loading_.of(kForms)) {
      if (name != form && text_at(merged.statements.front()->body, "as_in") == form)
        out.merge(listed_in(name));
    }
    return out;
  }

  void messages() {
    each_own(
        kMessages,
        [&](const Merged& each) {
          return each.inherited || each.name.starts_with("word.") ||
                 loading_.used_texts.contains(each.name) || loading_.catalogue.texts().contains(each.name) ||
                 loading_.lua_words.contains(each.name);
        },
        "no transition tells it, no rule gives it, and the kernel does not say it");
  }

  Loading& loading_;
};

}  // namespace

void check_unused(Loading& loading) { UnusedCheck(loading).run(); }

}  // namespace nrmm::cities

#include "laboratory/name_pool.hpp"

#include "cities/node_values.hpp"

namespace nrmm::laboratory {
namespace {

using cities::Kind;
using Names = std::set<std::string>;

std::optional<std::string> next_after(const Names& names, const std::string& name) {
  auto next = names.upper_bound(name);
  if (next == names.end()) next = names.begin();
  if (next == names.end() || *next == name) return std::nullopt;
  return *next;
}

Names united(Names a, const Names& b) {
  a.insert(b.begin(), b.end());
  return a;
}

Names words(std::span<const cities::Word> table) {
  Names out;
  for (const cities::Word& word : table) out.emplace(word.name);
  return out;
}

}  // namespace

NamePool::NamePool(const cities::PackFiles& files, const cities::Catalogue& catalogue)
    : catalogue_(catalogue) {
  Diagnostics told_in_checking;
  layers_ = cities::all_layers(files, false, told_in_checking);
  for (const Kind* kind : cities::kinds())
    merged_[kind->name] = cities::merge_kind(layers_, *kind, told_in_checking);
}

const yaml::Node* NamePool::body(const Kind& kind, const std::string& name) const {
  const auto& all = merged_.at(kind.name);
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second.body;
}

Names NamePool::defined(const Kind& kind) const {
  Names out;
  for (const auto& [name, merged] : merged_.at(kind.name)) out.insert(name);
  return out;
}

Names NamePool::parts(const Kind& kind, const std::string& definition, std::string_view key) const {
  Names out;
  const yaml::Node* in = body(kind, definition);
  if (in)
    for (const auto& entry : cities::mapping_at(*in, key).entries) out.insert(entry.key);
  return out;
}

Names NamePool::steps(const std::string& form) const {
  Names out;
  const yaml::Node* in = body(cities::kForms, form);
  const yaml::Node* list = in ? in->find("steps") : nullptr;
  if (list)
    for (const auto& step : list->items) out.insert(cities::text_at(step, "step"));
  return out;
}

Names NamePool::names(std::string_view kind, const Kind* in, const std::string& definition) const {
  const Names& roles = catalogue_.reviewing_roles();
  if (kind == "party") return catalogue_.parties();
  if (kind == "effect") return catalogue_.effects();
  if (kind == "subject") return catalogue_.subjects();
  if (kind == "role") return catalogue_.roles();
  if (kind == "reviewing_role") return roles;
  if (kind == "sms_purpose") return catalogue_.sms_purposes();
  if (kind == "actor") return united(catalogue_.parties(), united(roles, {"reviewer"}));
  if (kind == "field_type") return words(cities::field_types());
  if (kind == "policy_type") return words(cities::policy_types());
  if (kind == "policy_of") return {"workflows", "facts", "machine", "movement"};
  if (kind == "vocabulary") return defined(cities::kVocabularies);
  if (kind == "form") return defined(cities::kForms);
  if (kind == "workflow") return defined(cities::kWorkflows);
  if (kind == "district") return defined(cities::kDistricts);
  Names out;
  if (kind == "fact")
    for (const auto& [name, fact] : catalogue_.facts()) out.insert(name);
  if (kind == "event")
    for (const std::string& key : defined(cities::kMessages))
      if (key.starts_with("notice.")) out.insert(key.substr(7));
  if (kind == "duration")
    for (const auto& [name, policy] : merged_.at(cities::kPolicies.name))
      if (cities::text_at(policy.body, "type").starts_with("duration")) out.insert(name);
  if (!out.empty() || !in) return out;
  if (kind == "field") return parts(cities::kForms, definition, "fields");
  if (kind == "party_or_field")
    return united(catalogue_.parties(), parts(cities::kForms, definition, "fields"));
  if (kind == "term") return parts(cities::kVocabularies, definition, "terms");
  if (kind == "state") return parts(cities::kWorkflows, definition, "states");
  if (kind == "transition") return parts(cities::kWorkflows, definition, "transitions");
  if (kind == "step")
    if (const yaml::Node* workflow = body(cities::kWorkflows, definition))
      return steps(cities::text_at(*workflow, "form"));
  return out;
}

std::optional<std::string> NamePool::other(std::string_view kind, const Kind* in,
                                           const std::string& definition, const std::string& name) const {
  return next_after(names(kind, in, definition), name);
}

std::optional<std::string> NamePool::other_value(const std::string& asked, const std::string& value) const {
  const auto fact = catalogue_.facts().find(asked);
  if (fact != catalogue_.facts().end())
    return next_after({fact->second.values.begin(), fact->second.values.end()}, value);
  for (const auto& [name, form] : merged_.at(cities::kForms.name)) {
    for (const char* part : {"fields", "derived"}) {
      const yaml::Node* field = cities::mapping_at(form.body, part).find(asked);
      const std::string vocabulary = field ? cities::text_at(*field, "vocabulary") : std::string();
      if (!vocabulary.empty()) return next_after(parts(cities::kVocabularies, vocabulary, "terms"), value);
    }
  }
  return std::nullopt;
}

}  // namespace nrmm::laboratory

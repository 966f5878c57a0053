#include "laboratory/rule_places.hpp"

#include <algorithm>

#include "yaml/write.hpp"

namespace nrmm::laboratory {
namespace {

using cities::kForms;
using cities::kPolicies;
using cities::kVocabularies;
using cities::kWorkflows;

Place of_form(const std::string& form, std::vector<std::string> path) {
  return {&kForms, form, std::move(path)};
}

Place of_policy(const std::string& name) { return {&kPolicies, name, {}}; }

// The key of a field that a finding of this code comes from; empty: of the field as a whole.
std::string key_of(const std::string& code) {
  static const std::map<std::string, std::string> kKeys{
      {"choice", "vocabulary"}, {"late", "within"}, {"within", "within"},         {"required", "required"},
      {"min", "min"},           {"max", "max"},     {"max_length", "max_length"}, {"pattern", "pattern"}};
  const auto found = kKeys.find(code);
  return found == kKeys.end() ? std::string() : found->second;
}

std::string text_of(const cities::PackFiles& files, const std::string& file) {
  for (const auto* folders : {&files.chain, &files.plugins}) {
    for (const cities::PackFolder& folder : *folders) {
      for (const auto& [path, text] : folder.files)
        if (file == cities::shown_path(folder.id, path)) return text;
    }
  }
  return {};
}

}  // namespace

RulePlaces::RulePlaces(Side before, Side after)
    : before_{PackChain(before.files), before.files, before.pack},
      after_{PackChain(after.files), after.files, after.pack} {}

void RulePlaces::behind_rule(const View& view, const std::string& rule, std::vector<Place>& out) const {
  if (view.pack.policies.contains(rule)) out.push_back(of_policy(rule));
  if (!view.chain.rule(rule).empty()) out.push_back({nullptr, rule, {}});
}

void RulePlaces::behind_field(const View& view, const std::string& form, const std::string& name,
                              const std::string& code, std::vector<Place>& out) const {
  if (const std::string key = key_of(code); !key.empty()) out.push_back(of_form(form, {"fields", name, key}));
  const cities::Form* asked = view.pack.form(form);
  const cities::Field* field = asked ? asked->field(name) : nullptr;
  if (field && !field->within.empty()) out.push_back(of_policy(field->within));
  if (field && !field->vocabulary.empty()) {
    for (const char* key : {"use", "terms"}) out.push_back({&kVocabularies, field->vocabulary, {key}});
  }
  out.push_back(of_form(form, {"fields", name, "shown"}));
  out.push_back(of_form(form, {"fields", name}));
}

std::vector<Place> RulePlaces::behind(const View& view, const std::string& form,
                                      const Trait::Key& key) const {
  std::vector<Place> out;
  const std::string head = "form." + form + ".";
  const std::string rest = key.rule.starts_with(head) ? key.rule.substr(head.size()) : std::string();
  const cities::Form* judged = view.pack.form(form);
  if (rest.starts_with("check.")) {
    const std::string name = rest.substr(6);
    out.push_back(of_form(form, {"checks", name}));
    for (const cities::Check& check : judged ? judged->checks : std::vector<cities::Check>{})
      if (check.name == name) behind_rule(view, check.rule, out);
  } else if (rest.starts_with("at_least_one.")) {
    out.push_back(of_form(form, {"at_least_one", rest.substr(13)}));
  } else if (!rest.empty()) {
    behind_field(view, form, key.name, key.what == Trait::What::required ? "required" : key.code, out);
  } else if (key.what == Trait::What::derived) {
    out.push_back(of_form(form, {"derived", key.name}));
    behind_rule(view, key.rule, out);
  } else if (key.what == Trait::What::course || key.code == "guard") {
    const auto dot = key.rule.find('.');
    if (dot != std::string::npos && key.code == "guard")
      out.push_back({&kWorkflows, key.rule.substr(0, dot), {"transitions", key.rule.substr(dot + 1)}});
    else
      out.push_back({&kWorkflows, key.rule, {}});
    out.push_back(of_policy("filing.offered"));
  } else {
    behind_rule(view, key.rule, out);
  }
  return out;
}

RulePlaces::Said RulePlaces::said(const View& view, const Place& place) {
  Said out;
  if (!place.kind) {
    for (const Source& source : view.chain.rule(place.definition)) {
      if (out.second.empty()) out.first = source;
      out.second += text_of(view.files, source.file) + '\n';
    }
    return out;
  }
  for (const Statement& each : view.chain.at(place)) {
    if (out.second.empty()) out.first = each.source;
    out.second += yaml::flow(*each.value) + '\n';
  }
  return out;
}

// A Lua rule may have looked at any policy: the first that the two packs value differently on the day.
Source RulePlaces::other_value(const std::vector<Place>& behind, Date on) const {
  if (std::all_of(behind.begin(), behind.end(), [](const Place& place) { return place.kind != nullptr; }))
    return {};
  for (const auto& [name, policy] : after_.pack.policies) {
    const auto other = before_.pack.policies.find(name);
    if (other == before_.pack.policies.end() || other->second.on(on).value != policy.on(on).value)
      return policy.on(on).source;
  }
  return {};
}

Source RulePlaces::found(const std::string& form, const Trait::Key& key, Date on) const {
  auto places = behind(after_, form, key);
  for (Place& place : behind(before_, form, key)) places.push_back(std::move(place));
  Source own;
  for (const Place& place : places) {
    const Said now = said(after_, place), then = said(before_, place);
    const Source& at = now.second.empty() ? then.first : now.first;
    if (now.second != then.second) return at;
    if (own.file.empty()) own = at;
  }
  const Source value = other_value(places, on);
  return value.file.empty() ? own : value;
}

Source RulePlaces::of(const std::string& form, const Trait::Key& key, Date on) {
  const auto [at, fresh] = known_.try_emplace({form, key});
  if (fresh) at->second = found(form, key, on);
  return at->second;
}

}  // namespace nrmm::laboratory

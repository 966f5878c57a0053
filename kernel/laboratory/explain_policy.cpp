#include <map>

#include "laboratory/explaining.hpp"

namespace nrmm::laboratory {
namespace {

using cities::Definition;
using cities::PolicyValue;
using yaml::Entry;
using yaml::Node;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

class PolicyExplainer {
 public:
  PolicyExplainer(const Explaining& explaining, const cities::Policy& policy, Explanation& out)
      : explaining_(explaining), policy_(policy), out_(out) {}

  void run() {
    out_.label = policy_.description;
    fact("type", policy_.type + (policy_.unit.empty() ? "" : ", in " + policy_.unit) +
                     (policy_.of.empty() ? "" : ", of " + policy_.of));
    if (!policy_.options.empty()) fact("options", joined(policy_.options));
    const auto statements = explaining_.chain.at({&cities::kPolicies, policy_.name, {}});
    for (const Statement& each : statements) collect(*each.definition);
    const PolicyValue& holds = policy_.on(explaining_.on);
    dates(holds);
    if (!holds.basis.text.empty()) explaining_.basis(holds.basis.text, {}, holds.basis.assumed, out_);
    if (policy_.final_) fact("final", "yes: a child may not state it");
    overrode(statements);
  }

 private:
  void fact(const char* key, const std::string& value) { out_.facts.emplace_back(key, value); }

  // The nodes behind the values.
  void collect(const Definition& definition) {
    if (const Node* value = definition.body.find("value")) nodes_[value->source] = {definition.pack, value};
    const Node* values = definition.body.find("values");
    if (!values) return;
    for (const Entry& entry : values->entries)
      if (const Node* value = entry.value.find("value")) nodes_[value->source] = {definition.pack, value};
  }

  Said said(const PolicyValue& value) const {
    const auto node = nodes_.find(value.source);
    if (node == nodes_.end()) return {{}, value.source, {"no value yet"}, {}, false};
    return {node->second.first, value.source, lines_of(*node->second.second), value.basis.text,
            value.basis.assumed};
  }

  void dates(const PolicyValue& holds) {
    const auto add = [&](std::optional<Date> from, std::optional<Date> to, const PolicyValue& value) {
      out_.dates.push_back({from, to, &value == &holds, said(value)});
    };
    const auto& dated = policy_.dated;
    const auto day_before = [](Date date) { return std::optional(date.plus_days(-1)); };
    if (nodes_.contains(policy_.undated.source) || &policy_.undated == &holds)
      add({}, dated.empty() ? std::nullopt : day_before(dated.begin()->first), policy_.undated);
    for (auto each = dated.begin(); each != dated.end(); ++each) {
      const auto next = std::next(each);
      add(each->first, next == dated.end() ? std::nullopt : day_before(next->first), each->second);
    }
  }

  // The values behind the nearest pack's own.
  void overrode(const std::vector<Statement>& statements) {
    bool nearest = true;
    for (const Statement& each : statements) {
      const Node& body = each.definition->body;
      if (!body.find("value") && !body.find("values")) continue;
      if (!nearest) overrode(*each.definition);
      nearest = false;
    }
  }

  void overrode(const Definition& definition) {
    const auto add = [&](const Node& value, const Node& around) {
      const Node& reason = around.find("basis") ? around : definition.body;
      const Node* basis = reason.find("basis");
      out_.overrode.push_back({definition.pack, value.source, lines_of(value),
                               basis ? basis->text : std::string(), reason.find("provenance") != nullptr});
    };
    if (const Node* value = definition.body.find("value")) return add(*value, definition.body);
    for (const Entry& entry : definition.body.find("values")->entries)
      if (const Node* value = entry.value.find("value")) add(*value, entry.value);
  }

  const Explaining& explaining_;
  const cities::Policy& policy_;
  Explanation& out_;
  std::map<Source, std::pair<std::string, const Node*>> nodes_;
};

}  // namespace

void explain_policy(const Explaining& explaining, const std::string& name, Explanation& out) {
  PolicyExplainer(explaining, explaining.pack.policies.find(name)->second, out).run();
}

}  // namespace nrmm::laboratory

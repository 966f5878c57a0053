#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"
#include "cities/policy_value.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

class PolicyReader {
 public:
  PolicyReader(Loading& loading, const Merged& merged)
      : loading_(loading), merged_(merged), columns_(mapping_at(merged.body, "columns")) {}

  Policy read() {
    const std::string what = "policy `" + merged_.name + "`";
    yaml::check_complete(merged_.body, *kPolicies.schema, what, loading_.diagnostics);
    declare();
    const bool basis_at_each_date = merged_.body.find("values") && !merged_.body.find("basis");
    if (!basis_at_each_date) policy_.undated.basis = read_basis(loading_, merged_.body, nullptr, what);
    policy_.undated.source = merged_.source;
    bool stated = false;
    for (const Definition* each : merged_.statements) stated = lay(*each) || stated;
    if (!stated)
      loading_.diagnostics.error(merged_.source, "P003", what + " has neither `value` nor `values`");
    return std::move(policy_);
  }

 private:
  void declare() {
    const Node& body = merged_.body;
    policy_.name = merged_.name;
    policy_.source = merged_.source;
    policy_.description = text_at(body, "description");
    policy_.type = text_at(body, "type");
    policy_.unit = text_at(body, "unit");
    policy_.options = texts_at(body, "options");
    policy_.of = text_at(body, "of");
    policy_.final_ = flag_at(body, "final");
    policy_.lapses_yearly = body.find("lapses") != nullptr;
    check_type(body);
    read_vocabulary(body);
  }

  void check_type(const Node& body) {
    std::vector<std::string> types;
    for (const Word& word : policy_types()) types.emplace_back(word.name);
    if (!policy_.type.empty() && !known_policy_type(policy_.type))
      loading_.unknown(source_of(body, "type"), "policy type", policy_.type, types);
    const bool names = policy_.type.starts_with("names"), condition = policy_.type.starts_with("condition");
    const auto of = yaml::words(names ? "workflows facts" : condition ? "machine movement" : "");
    if ((names || condition) && std::find(of.begin(), of.end(), policy_.of) == of.end())
      loading_.diagnostics.error(source_of(body, "of"), "P002",
                                 "a policy of type " + policy_.type + " is `of` " + of[0] + " or " + of[1]);
    for (const Entry& column : columns_.entries) {
      if (!known_policy_type(column.value.text))
        loading_.unknown(column.value.source, "column type", column.value.text, types);
    }
  }

  void read_vocabulary(const Node& body) {
    const Node* vocabulary = body.find("vocabulary");
    if (!vocabulary || !vocabulary->is_scalar()) return;
    loading_.used_vocabularies.insert(vocabulary->text);
    const Vocabulary* found = loading_.pack.vocabulary(vocabulary->text);
    if (!found)
      return loading_.unknown(vocabulary->source, "vocabulary", vocabulary->text,
                              loading_.names_of(kVocabularies));
    for (const Term& term : found->terms) policy_.options.push_back(term.code);
  }

  Date first_day_of(const std::string& pack) const {
    for (const Layer& layer : loading_.chain) {
      if (layer.id == pack) return date_at(mapping_at(layer.manifest, "effective"), "from").value_or(Date());
    }
    return Date();
  }

  // Lays one pack's statement over what is there; false when it states no value.
  bool lay(const Definition& definition) {
    const Node* value = definition.body.find("value");
    const Node* values = definition.body.find("values");
    if (value && values)
      loading_.diagnostics.error(values->source, "P007",
                                 "`" + policy_.name + "` states `value` and `values`");
    const bool first = &definition == merged_.statements.front();
    if (values) {
      dated(definition, *values, first);
    } else if (value) {
      if (!first) require_basis(definition);
      PolicyValue read{read_policy_value(loading_, policy_, columns_, *value), basis_of(definition),
                       value->source};
      if (first) {
        policy_.undated = std::move(read);
      } else {
        const Date from = first_day_of(definition.pack);
        override_from(from);
        policy_.dated[from] = std::move(read);
      }
    }
    return value || values;
  }

  // A city's own value has a reason of its own; the parent's would be a lie.
  void require_basis(const Definition& definition) {
    if (!definition.body.find("basis"))
      loading_.diagnostics.error(definition.source, "P005",
                                 "`" + policy_.name + "` has a value of its own but no `basis`");
  }

  Basis basis_of(const Definition& definition) {
    return definition.body.find("basis")
               ? Basis{text_at(definition.body, "basis"), text_at(definition.body, "provenance") == "assumed"}
               : policy_.undated.basis;
  }

  void dated(const Definition& definition, const Node& values, bool first) {
    if (!values.is_mapping() || values.entries.empty()) {
      if (values.kind != Node::Kind::null)
        loading_.diagnostics.error(values.source, "P002",
                                   "expected {first day: {value, basis}}, found " + yaml::describe(values));
      return;
    }
    std::map<Date, PolicyValue> read;
    for (const Entry& entry : values.entries) dated_one(definition, entry, read);
    if (read.empty()) return;
    if (first) {
      policy_.undated.value = nullptr;
    } else {
      override_from(read.begin()->first);
    }
    policy_.dated.merge(read);
  }

  void dated_one(const Definition& definition, const Entry& entry, std::map<Date, PolicyValue>& out) {
    const auto from = Date::parse(entry.key);
    if (!from) {
      loading_.diagnostics.error(entry.key_source, "P002",
                                 "expected a date as YYYY-MM-DD, found `" + entry.key + "`");
      return;
    }
    const Node body = yaml::checked(entry.value, kDatedValueSchema, false, loading_.diagnostics);
    yaml::check_complete(body, kDatedValueSchema, "`" + entry.key + "`", loading_.diagnostics);
    const Node* value = body.find("value");
    if (!value) return;
    const Basis outer = basis_of(definition);
    const bool has_outer = definition.body.find("basis") != nullptr;
    out[*from] = {
        read_policy_value(loading_, policy_, columns_, *value),
        read_basis(loading_, body, has_outer ? &outer : nullptr, "`" + policy_.name + "` of " + entry.key),
        value->source};
  }

  // From its first date on only the child's dates count.
  void override_from(Date first) {
    std::vector<PolicyValue> said;
    for (auto each = policy_.dated.rbegin(); each != policy_.dated.rend(); ++each)
      said.push_back(each->second);
    said.push_back(policy_.undated);
    policy_.overridden.insert(policy_.overridden.begin(), said.begin(), said.end());
    policy_.dated.erase(policy_.dated.lower_bound(first), policy_.dated.end());
  }

  Loading& loading_;
  const Merged& merged_;
  const Node& columns_;
  Policy policy_;
};

}  // namespace

void load_policies(Loading& loading) {
  for (const auto& [name, merged] : loading.of(kPolicies))
    loading.pack.policies[name] = PolicyReader(loading, merged).read();
}

}  // namespace nrmm::cities

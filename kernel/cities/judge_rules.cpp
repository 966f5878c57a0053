#include <algorithm>

#include "cities/judging.hpp"
#include "log/logger.hpp"

namespace nrmm::cities {
namespace {

constexpr const char* kUndecided = "undecided";

bool known_term(const Pack& pack, const Derived& derived, const Json& value) {
  const Vocabulary* words = derived.vocabulary.empty() ? nullptr : pack.vocabulary(derived.vocabulary);
  return words == nullptr ||
         (value.is_string() && words->term(value.get_ref<const std::string&>()) != nullptr);
}

}  // namespace

std::vector<Finding> left_to_persons(const Judgement& judged) {
  std::vector<Finding> left;
  std::copy_if(judged.flags.begin(), judged.flags.end(), std::back_inserter(left),
               [](const Finding& flag) { return flag.code == kManual; });
  return left;
}

bool decided_in_time(const Json& inputs) {
  const auto cause = inputs.find(kUndecided);
  return cause == inputs.end() || !cause->is_string() || *cause == lua::name_of(lua::Failure::error);
}

// Names that the form knows but does not ask have the register's values (a change of a machine).
Json Judging::rule_answers() {
  Json seen = Json::object();
  for (const auto& [name, field] : form_.fields) {
    const Json* value = value_of(name);
    if (answered(value)) seen[name] = *value;
  }
  return seen;
}

void Judging::derive() {
  if (form_.derived.empty() && form_.checks.empty()) return;
  answers_seen_ = rule_answers();
  for (const auto& [name, field] : form_.fields) answer_names_.push_back(name);
  context_ = request_.facts;
  context_["date"] = request_.date.iso();
  context_["policy"] = pack_.policy_table(request_.date);
  context_names_ = pack_.fact_names;
  for (const Derived& derived : form_.derived) context_names_.push_back(derived.name);
  for (const Derived& derived : form_.derived) derive_value(derived);
}

// A rule that a person decided for because it was stopped or not run is not run in a replay either: whether
// it ends in time is no property of its inputs.
RuleResult Judging::run(const std::string& rule, const std::string& finding) {
  if (request_.undecided.contains(finding)) {
    RuleResult left;
    left.failure = lua::Failure::manual;
    return left;
  }
  return call_rule(pack_, rule, {answers_seen_, answer_names_, context_, context_names_});
}

// What the rule looked at, less policies (they follow from revision and date) and personal data.
Json Judging::read_inputs(const RuleResult& result) const {
  Json inputs = Json::object();
  for (const std::string& name : result.context_read) {
    if (!name.starts_with("policy")) inputs[name] = context_.value(name, Json());
  }
  for (const std::string& name : result.answers_read) {
    const Json value = answers_seen_.value(name, Json());
    const Field* field = form_.field(name);
    const bool personal = field != nullptr && is_personal(field->type) && answered(value);
    inputs[name] = personal ? Json("present") : value;
  }
  return inputs;
}

Finding Judging::manual(std::string field, std::string rule, const Basis& basis, const RuleResult& result) {
  Finding made;
  made.field = std::move(field);
  made.code = kManual;
  made.level = "flag";
  made.message = pack_.text("error.manual");
  made.basis = basis_of(basis);
  made.rule = std::move(rule);
  made.inputs = read_inputs(result);
  if (!result.failed()) return made;
  if (const auto then = request_.undecided.find(made.rule); then != request_.undecided.end()) {
    made.inputs = then->second;
    return made;
  }
  made.inputs["why"] = log::blotted(result.why);
  made.inputs[kUndecided] = lua::name_of(result.failure);
  return made;
}

void Judging::derive_value(const Derived& derived) {
  RuleResult result = run(derived.rule, derived.rule);
  const Json value = result.value(0);
  if (!result.failed() && !value.is_null() && !known_term(pack_, derived, value)) {
    result.failure = lua::Failure::error;
    result.why = derived.rule + " returned a value outside vocabulary " + derived.vocabulary;
  }
  DerivedValue& made = out_.derived[derived.name];
  made.basis = basis_of(derived.basis);
  if (result.failed()) {
    out_.flags.push_back(manual(derived.name, derived.rule, derived.basis, result));
    return;
  }
  made.value = value;
  if (result.value(1).is_string()) made.reason = pack_.text(result.value(1).get_ref<const std::string&>());
  Finding ran = manual(derived.name, derived.rule, derived.basis, result);
  ran.code = "derived";
  ran.level = "note";
  ran.message = made.reason;
  out_.passed.push_back(std::move(ran));
  context_[derived.name] = value;
}

void Judging::checks() {
  for (const Check& check : form_.checks) {
    const Asked* one = asked(check.field);
    if (one != nullptr && one->judged) judge_check(check);
  }
}

void Judging::judge_check(const Check& check) {
  const std::string rule = rule_name("check." + check.name);
  const RuleResult result = run(check.rule, rule);
  Finding made = manual(check.field, rule, check.basis, result);
  if (result.failed()) {
    out_.flags.push_back(std::move(made));
    return;
  }
  made.code = check.name;
  made.level = check.level;
  const Json placeholders = result.value(1).is_object() ? result.value(1) : Json::object();
  made.message = result.content() ? "" : pack_.fill(check.text, placeholders);
  if (result.content())
    out_.passed.push_back(std::move(made));
  else
    (check.level == "refuse" ? out_.errors : out_.flags).push_back(std::move(made));
}

}  // namespace nrmm::cities

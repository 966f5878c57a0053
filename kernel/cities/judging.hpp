#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cities/field_value.hpp"
#include "cities/judge.hpp"
#include "cities/rule_call.hpp"

namespace nrmm::cities {

// One judgement while it is being made. The parts run in the order of the language: what is shown, derived
// values, required fields and groups, formats, checks. Lives on one thread for one call of judge().
class Judging {
 public:
  explicit Judging(const JudgeRequest& request);

  void read();       // judge.cpp: normalises the answers
  void show();       // judge_shown.cpp: fields and steps; drops hidden answers
  void derive();     // judge_rules.cpp
  void require();    // judge_required.cpp: required fields, then groups
  void formats();    // judge_formats.cpp: types, patterns, ranges, verified
  void deadlines();  // judge_formats.cpp: `within`
  void checks();     // judge_rules.cpp

  Judgement take() && { return std::move(out_); }

 private:
  enum class Visibility { unknown, deciding, shown, hidden };
  struct Asked {  // a field that the steps list
    const Field* field;
    Reading reading;
    Visibility visibility = Visibility::unknown;
    bool judged = true;  // one of the steps asked for
  };

  Asked* asked(std::string_view name);
  bool visible(Asked& one);
  bool visible_answer(std::string_view name);
  // The value a condition sees: a shown answer, a derived value, else a fact.
  const Json* value_of(std::string_view name);
  bool holds(const Condition& condition);
  Json inputs_of(const Condition& condition);
  Json input_of(const Field& field) const;

  void require_field(Asked& one);
  void judge_group(const Group& group);
  std::vector<Asked*> group_members(const Group& group);
  void judge_format(Asked& one);
  void judge_deadline(Asked& one);
  void judge_check(const Check& check);
  void derive_value(const Derived& derived);
  RuleResult run(const std::string& rule, const std::string& finding);
  Json rule_answers();
  Json read_inputs(const RuleResult& result) const;

  std::string rule_name(std::string_view part) const;
  Finding finding(const Field& field, std::string code, std::string_view rule,
                  Json placeholders = Json::object());
  Finding manual(std::string field, std::string rule, const Basis& basis, const RuleResult& result);
  const std::string& basis_of(const Basis& own) const;

  const JudgeRequest& request_;
  const Pack& pack_;
  const Form& form_;
  std::vector<Asked> asked_;  // in the order of the steps
  std::map<std::string_view, std::size_t> place_;
  Json answers_seen_;  // by rules: shown answers, and register values of fields this form does not ask
  Json context_;       // by rules as ctx
  std::vector<std::string> answer_names_, context_names_;
  Judgement out_;
};

}  // namespace nrmm::cities

#include <algorithm>

#include "cities/judging.hpp"

namespace nrmm::cities {

void Judging::require() {
  for (Asked& one : asked_) require_field(one);
  for (const Group& group : form_.groups) judge_group(group);
}

void Judging::require_field(Asked& one) {
  const Field& field = *one.field;
  if (!visible(one) || !holds(field.required)) return;
  out_.required.push_back(field.name);
  // A credential goes to the account when that is made (POST accounts), so it is asked but not missed here.
  if (!one.judged || !field.credential.empty()) return;
  Finding made = finding(field, "required", "required");
  made.inputs = inputs_of(field.required);
  if (!answered(one.reading.value)) {
    out_.errors.push_back(std::move(made));
  } else if (!field.required.is_always()) {  // that a field is always required decides nothing
    made.message.clear();
    out_.passed.push_back(std::move(made));
  }
}

// Those of the group that are shown in the steps judged; empty: the group rests.
std::vector<Judging::Asked*> Judging::group_members(const Group& group) {
  std::vector<Asked*> members;
  for (const std::string& name : group.fields) {
    Asked* one = asked(name);
    if (one != nullptr && one->judged && visible(*one)) members.push_back(one);
  }
  return members;
}

void Judging::judge_group(const Group& group) {
  const std::vector<Asked*> members = group_members(group);
  if (members.empty() || !holds(group.when)) return;
  Json labels = Json::array();
  for (const Asked* one : members) labels.push_back(pack_.fill(one->field->label));
  const std::string rule = "at_least_one";
  Finding made = finding(*members.front()->field, rule, rule, {{"labels", labels}});
  made.rule = rule_name("at_least_one." + group.name);
  made.basis = basis_of(group.basis);
  made.inputs = inputs_of(group.when);
  for (const Asked* one : members) made.inputs[one->field->name] = input_of(*one->field);
  const bool any = std::any_of(members.begin(), members.end(),
                               [](const Asked* one) { return answered(one->reading.value); });
  if (any) made.message.clear();
  (any ? out_.passed : out_.errors).push_back(std::move(made));
}

}  // namespace nrmm::cities

#include "sample_pack.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "lua/pool.hpp"

namespace nrmm::cities::sample {
namespace {

District district(const char* id, const char* code, const char* name) {
  District made;
  made.id = id;
  made.code = code;
  made.name = name;
  return made;
}

std::map<std::string, std::string, std::less<>> texts() {
  return {{"word.site", "工地"},
          {"word.entry", "进{word.site}"},
          {"error.required", "请填写{label}。"},
          {"error.pattern", "{label}格式不正确。"},
          {"error.max", "{label}不能大于{max}。"},
          {"error.max_count", "{label}最多{max}项。"},
          {"error.at_least_one", "以下各项至少填写一项：{labels}。"},
          {"error.pin", "{label}应为17位。"},
          {"error.late", "{label}应在{due}以前办理。"},
          {"error.type", "{label}的内容不符合要求。"},
          {"error.unknown_field", "没有“{label}”这一项。"},
          {"error.manual", "需人工判定。"},
          {"stage.electric", "燃料为电能"}};
}

}  // namespace

Vocabulary vocabulary(const std::string& name, Terms terms) {
  Vocabulary made;
  made.name = name;
  for (const auto& [code, label] : terms) {
    made.terms.push_back({code, label, {}, {}});
    made.use.emplace_back(code);
  }
  return made;
}

void set_policy(Pack& pack, const std::string& name, Json value, const char* basis) {
  Policy policy;
  policy.name = name;
  policy.undated = {std::move(value), {basis, false}, {}};
  pack.policies[name] = std::move(policy);
}

Field field(const std::string& name, FieldType type) {
  Field made;
  made.name = name;
  made.label = name + "的标签";
  made.type = type;
  return made;
}

Field choice(const std::string& name, const std::string& words) {
  Field made = field(name, FieldType::choice);
  made.vocabulary = words;
  return made;
}

Condition is(const std::string& name, const char* value) { return Condition::equals(name, {value}); }

Step& ask(Form& form, const std::string& step, std::initializer_list<Field> fields) {
  Step& made = form.steps.emplace_back(Step{step, step + "页", {}});
  for (const Field& one : fields) {
    made.fields.push_back(one.name);
    form.fields[one.name] = one;
  }
  return made;
}

Pack city() {
  Pack pack;
  pack.id = "sample";
  pack.revision = "0123456789abcdef";
  pack.from = day("2020-01-01");
  pack.messages = texts();
  pack.districts = {district("990101", "01", "东区"), district("990102", "02", "西区")};
  pack.districts[1].to = day("2025-11-05");
  pack.vocabularies["fuel"] =
      vocabulary("fuel", {{"diesel", "柴油"}, {"petrol", "汽油"}, {"electric", "电能"}});
  pack.vocabularies["yes_no"] = vocabulary("yes_no", {{"with", "有"}, {"without", "无"}});
  pack.vocabularies["stage"] = vocabulary("stage", {{"4", "国四"}, {"D", "电动"}, {"X", "不能确定"}});
  set_policy(pack, "filing.submit", "separate");
  set_policy(pack, "deadlines.filing", "30 days");
  set_policy(pack, "calendar.days_off", {"2025-10-01/2025-10-08", "2026-01-01/2026-01-03"});
  set_policy(pack, "calendar.extra_workdays", {"2025-10-11", "2026-01-04"});
  return pack;
}

void give_rules(Pack& pack, const std::string& lua) {
  Diagnostics diagnostics;
  auto program = lua::Program::compile({{{"machine", "cities/sample/rules/machine.lua", lua}}}, diagnostics);
  std::ostringstream said;
  diagnostics.print(said);
  ASSERT_TRUE(program) << said.str();
  pack.rules = std::make_shared<lua::Pool>(std::move(program));
}

Judgement judged(const Pack& pack, const Form& form, const Json& answers, const Json& facts,
                 const char* date) {
  return judge({pack, form, answers, facts, day(date), {}});
}

std::string codes(const std::vector<Finding>& findings) {
  std::string joined;
  for (const Finding& one : findings) joined += (joined.empty() ? "" : " ") + one.field + ":" + one.code;
  return joined;
}

const Finding* finding(const std::vector<Finding>& findings, const std::string& code) {
  const auto found =
      std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.code == code; });
  return found == findings.end() ? nullptr : &*found;
}

}  // namespace nrmm::cities::sample

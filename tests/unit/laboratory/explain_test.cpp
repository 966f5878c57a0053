#include <sstream>

#include <gtest/gtest.h>

#include "../cities/small_catalogue.hpp"
#include "laboratory/explanation.hpp"

namespace nrmm::laboratory {
namespace {

constexpr const char* kProvincePolicies = R"(deadlines.review:
  value: 10 working days
  basis: 省规 第九条
  provenance: assumed
calendar.days_off:
  values:
    2026-01-01: { value: [2026-01-01], basis: 省规 附表 }
)";
constexpr const char* kTownPolicies = R"(deadlines.review:
  values:
    2024-01-01: { value: 7 days, basis: 市规 第七条 }
    2026-07-01: { value: 5 working days, basis: 市规 修正 第七条 }
)";
constexpr const char* kTownForms = R"(machine:
  checks:
    number_fits: none
  fields:
    maker: { label: 生产厂家, required: { kind: crane }, basis: 市规 第三条（二）, provenance: assumed }
)";
constexpr const char* kTownWorkflows = R"(renewal:
  as_in: machine_registration
  title: 换证
  subject: machine
  transitions:
    approve: { label: 准予换证 }
machine_registration:
  transitions:
    approve: { label: 审核通过 }
)";

std::string manifest(const std::string& id, const std::string& parent, const std::string& from,
                     const std::string& source) {
  return "id: " + id + "\nname: 某地\nadcode: \"100100\"\ninherits: " + parent +
         "\napi: 1\neffective: { from: " + from + " }\nbasis: " + source + " 第一条\nsources: { " + source +
         ": 《" + source + "》 }\n";
}

// A nation, a province, a town.
cities::PackFiles chain() {
  Diagnostics diagnostics;
  cities::PackFiles out = cities::read_pack_folder(NRMM_SOURCE_DIR "/tests/packs", "base", diagnostics);
  out.chain.push_back({"province",
                       {{"pack.yaml", manifest("province", "base", "2021-01-01", "省规")},
                        {"policies.yaml", kProvincePolicies}}});
  out.chain.push_back(
      {"town",
       {{"pack.yaml", manifest("town", "province", "2023-01-01", "市规")},
        {"policies.yaml",
         std::string(kTownPolicies) + "changes.offered: { value: [renewal], basis: 市规 第八条 }\n"},
        {"forms.yaml", kTownForms},
        {"workflows.yaml", kTownWorkflows},
        {"vocabularies.yaml",
         "kind: { terms: { crane: { label: 吊车, to: 2025-12-31 }, paver: 摊铺机 }, use: [paver, loader, "
         "crane] }\n"},
        {"messages/zh.yaml", "word.site: 工地\nnotice.returned: \"{word.site}的登记被退回：{reason}。\"\n"},
        {"rules/machine.lua",
         "local M, parent = {}, ...\n\nfunction M.stage()\n  return \"3\", "
         "\"stage.by_number\"\nend\n\nreturn M\n"},
        {"districts.yaml",
         "\"100101\": { name: 东区, code: \"01\", from: 2024-01-01, basis: 市规 附表 }\n"}}});
  return out;
}

std::string explained(const char* name, const char* on = "2026-03-02") {
  Diagnostics diagnostics;
  std::ostringstream out;
  for (const Explanation& each :
       explain(chain(), cities::small_catalogue(), name, *Date::parse(on), diagnostics))
    print(each, out);
  for (const Diagnostic& each : diagnostics.all())
    if (each.level == Diagnostic::Level::error) out << each.str() << '\n';
  return out.str();
}

struct Case {
  const char* test;
  const char* name;
  const char* on;
  const char* expected;
};

const Case kCases[] = {
    {"APolicyWithDates", "deadlines.review", "2026-03-02",
     R"(deadlines.review: a policy, 审核时限
  on 2026-03-02  7 days
  type           duration?
  basis          市规 第七条
  document       《市规》
  assumed        no
    to 2020-12-31                  cities/base/policies.yaml:24:10     none  [规定 第四条]
    from 2021-01-01 to 2023-12-31  cities/province/policies.yaml:2:10  10 working days  [省规 第九条, assumed]
  * from 2024-01-01 to 2026-06-30  cities/town/policies.yaml:3:26      7 days  [市规 第七条]
    from 2026-07-01                cities/town/policies.yaml:4:26      5 working days  [市规 修正 第七条]
    over province                  cities/province/policies.yaml:2:10  10 working days  [省规 第九条, assumed]
    over base                      cities/base/policies.yaml:24:10     none  [规定 第四条]
)"},
    {"APolicyBeforeThePack", "deadlines.review", "2022-05-01",
     R"(deadlines.review: a policy, 审核时限
  on 2022-05-01  10 working days
  in force       no: town holds from 2023-01-01
  type           duration?
  basis          省规 第九条
  document       《省规》
  assumed        yes: no document states it
    to 2020-12-31                  cities/base/policies.yaml:24:10     none  [规定 第四条]
  * from 2021-01-01 to 2023-12-31  cities/province/policies.yaml:2:10  10 working days  [省规 第九条, assumed]
    from 2024-01-01 to 2026-06-30  cities/town/policies.yaml:3:26      7 days  [市规 第七条]
    from 2026-07-01                cities/town/policies.yaml:4:26      5 working days  [市规 修正 第七条]
    over province                  cities/province/policies.yaml:2:10  10 working days  [省规 第九条, assumed]
    over base                      cities/base/policies.yaml:24:10     none  [规定 第四条]
)"},
    {"APolicyWithoutAValueYet", "calendar.days_off", "2024-05-01",
     R"(calendar.days_off: a policy, 法定放假日
  on 2024-05-01  no value yet
  type           dates
  * to 2024-12-31                  cities/province/policies.yaml:5:1   no value yet
    from 2025-01-01 to 2025-12-31  cities/base/policies.yaml:32:26     [2025-01-01, 2025-10-01/2025-10-08]  [规定 附表]
    from 2026-01-01                cities/province/policies.yaml:7:26  [2026-01-01]  [省规 附表]
    over base                      cities/base/policies.yaml:32:26     [2025-01-01, 2025-10-01/2025-10-08]  [规定 附表]
)"},
    {"AFinalPolicy", "code.alphabet", "2026-03-02",
     R"(code.alphabet: a policy, 序号用字
  on 2026-03-02  0123456789ABCDEFGHJKLMNPQRSTUVWXYZ
  type           text
  basis          规定 第二条
  document       《测试规定》
  assumed        no
  final          yes: a child may not state it
  * always  cities/base/policies.yaml:4:10  0123456789ABCDEFGHJKLMNPQRSTUVWXYZ  [规定 第二条]
)"},
    {"AField", "machine.maker", "2026-03-02",
     R"(machine.fields.maker: a field of form machine, 生产厂家
  basis     市规 第三条（二）
  basis at  cities/town/forms.yaml:5:61
  document  《市规》
  assumed   yes: no document states it
  label       cities/town/forms.yaml:5:21  生产厂家
    over      cities/base/forms.yaml:8:21  厂家
  type        cities/base/forms.yaml:8:31  text
  required    cities/town/forms.yaml:5:37  { kind: crane }
  max_length  cities/base/forms.yaml:8:49  60
)"},
    {"AKeyOfAField", "machine.maker.label", "2026-03-02",
     R"(machine.fields.maker.label: `label` of a field of form machine
  basis     市规 第三条（二）
  basis at  cities/town/forms.yaml:5:61
  document  《市规》
  assumed   yes: no document states it
  label   cities/town/forms.yaml:5:21  生产厂家
    over  cities/base/forms.yaml:8:21  厂家
)"},
    {"AKeyThatNobodyStates", "machine.maker.unit", "2026-03-02",
     R"(machine.fields.maker.unit: `unit` of a field of form machine
  stated  nowhere
)"},
    {"WhatIsTakenAway", "machine.number_fits", "2026-03-02",
     R"(machine.checks.number_fits: a check of form machine
  in force  no: taken away
  number_fits  cities/town/forms.yaml:3:18   none
    over       cities/base/forms.yaml:14:18  { rule: machine.number_fits, field: number, level: flag, text: "编号{number}不规范。" }
machine.number_fits: a rule
  function  cities/base/rules/machine.lua:8
)"},
    {"ADerivedValueAndItsRule", "machine.stage", "2026-03-02",
     R"(machine.derived.stage: a derived value of form machine, 阶段
  basis     规定 第三条
  basis at  cities/base/forms.yaml:3:10
  document  《测试规定》
  assumed   no
  label       cities/base/forms.yaml:12:21  阶段
  vocabulary  cities/base/forms.yaml:12:37  stage
  rule        cities/base/forms.yaml:12:50  machine.stage
machine.stage: a rule
  function  cities/town/rules/machine.lua:3
    over    cities/base/rules/machine.lua:3
)"},
    {"ATransitionOfACopy", "renewal.approve", "2026-03-02",
     R"(renewal.transitions.approve: a transition of workflow renewal, 准予换证
  basis     规定 第四条
  basis at  cities/base/workflows.yaml:6:10
  document  《测试规定》
  assumed   no
  from    cities/base/workflows.yaml:15:22  in_review
  to      cities/base/workflows.yaml:15:37  approved
  by      cities/base/workflows.yaml:15:51  reviewer
  label   cities/town/workflows.yaml:6:23   准予换证
    over  cities/town/workflows.yaml:9:23   审核通过
    over  cities/base/workflows.yaml:15:68  通过
  do      cities/base/workflows.yaml:15:76  [issue_code]
)"},
    {"AState", "machine_registration.in_review", "2026-03-02",
     R"(machine_registration.states.in_review: a state of workflow machine_registration, 待审核
  basis     规定 第四条
  basis at  cities/base/workflows.yaml:6:10
  document  《测试规定》
  assumed   no
  label  cities/base/workflows.yaml:9:25  待审核
  due    cities/base/workflows.yaml:9:35  deadlines.review
)"},
    {"ATermOnItsLastDay", "kind.crane", "2025-12-31",
     R"(kind.terms.crane: a term of vocabulary kind
  basis     规定 附表
  basis at  cities/base/vocabularies.yaml:4:10
  document  《测试规定》
  assumed   no
  offered   yes: number 3 of 3
  crane   cities/town/vocabularies.yaml:1:25  { label: 吊车, to: 2025-12-31 }
    over  cities/base/vocabularies.yaml:3:32  起重机
)"},
    {"ATermAfterwards", "kind.crane", "2026-01-01",
     R"(kind.terms.crane: a term of vocabulary kind
  basis     规定 附表
  basis at  cities/base/vocabularies.yaml:4:10
  document  《测试规定》
  assumed   no
  offered   no: not on 2026-01-01
  crane   cities/town/vocabularies.yaml:1:25  { label: 吊车, to: 2025-12-31 }
    over  cities/base/vocabularies.yaml:3:32  起重机
)"},
    {"AText", "notice.returned", "2026-03-02",
     R"(notice.returned: a text
  reads  工地的登记被退回：{reason}。
  text    cities/town/messages/zh.yaml:2:18  "{word.site}的登记被退回：{reason}。"
    over  cities/base/messages/zh.yaml:2:18  "您的登记被退回：{reason}。"
)"},
    {"ADistrict", "100101", "2023-03-02",
     R"(100101: a district, 东区
  basis     市规 附表
  basis at  cities/town/districts.yaml:1:60
  document  《市规》
  assumed   no
  open      no: not on 2023-03-02
  name  cities/town/districts.yaml:1:19  东区
  code  cities/town/districts.yaml:1:29  "01"
  from  cities/town/districts.yaml:1:41  2024-01-01
)"},
    {"AWholeForm", "machine", "2024-05-01",
     R"(machine: a form, 登记
  fields    kind, maker, number, photo_plate
  derived   stage
  basis     规定 第三条
  basis at  cities/base/forms.yaml:3:10
  document  《测试规定》
  assumed   no
  title  cities/base/forms.yaml:2:10  登记
  steps  cities/base/forms.yaml:5:5   [{ step: main, title: 基本信息, fields: [kind, maker, number, photo_plate] }]
)"},
};

class Explained : public testing::TestWithParam<Case> {};

TEST_P(Explained, Exactly) { EXPECT_EQ(explained(GetParam().name, GetParam().on), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Names, Explained, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.test); });

// One name in full, short, and with its kind.
TEST(Explain, TakesALongAndAShortName) {
  EXPECT_EQ(explained("machine.fields.maker"), explained("machine.maker"));
  EXPECT_EQ(explained("forms.machine.maker"), explained("machine.maker"));
  EXPECT_EQ(explained("policies.deadlines.review"), explained("deadlines.review"));
  EXPECT_EQ(explained("machine_registration.in_review"), explained("machine_registration.states.in_review"));
}

TEST(Explain, NamesWhatMayHaveBeenMeant) {
  EXPECT_EQ(explained("deadlines.reviw"), "");
  EXPECT_EQ(names_near(chain(), "deadlines.reviw"), std::vector<std::string>{"deadlines.review"});
  EXPECT_EQ(names_near(chain(), "maker"), std::vector<std::string>{"machine.maker"});
  EXPECT_EQ(names_near(chain(), "machine.nubmer"), std::vector<std::string>{"machine.number"});
  EXPECT_TRUE(names_near(chain(), "xyzzy").empty());
}

TEST(Explain, APackThatDoesNotLoadIsReported) {
  cities::PackFiles files = chain();
  files.chain.back().files["more.yaml"] = "";
  Diagnostics diagnostics;
  EXPECT_TRUE(explain(files, cities::small_catalogue(), "deadlines.review", Date(), diagnostics).empty());
  EXPECT_EQ(diagnostics.errors(), 1u);
}

TEST(Explain, AsJson) {
  Diagnostics diagnostics;
  const auto all = explain(chain(), cities::small_catalogue(), "deadlines.review", *Date::parse("2026-03-02"),
                           diagnostics);
  ASSERT_EQ(all.size(), 1u);
  const Json json = to_json(all[0]);
  EXPECT_EQ(json["facts"]["basis"], "市规 第七条");
  ASSERT_EQ(json["dates"].size(), 4u);
  EXPECT_EQ(
      json["dates"][2],
      Json::parse(
          R"({"pack": "town", "file": "cities/town/policies.yaml", "line": 3, "column": 26, "value": "7 days",
              "basis": "市规 第七条", "assumed": false, "from": "2024-01-01", "to": "2026-06-30", "holds": true})"));
  EXPECT_EQ(json["overrode"][1]["pack"], "base");
}

}  // namespace
}  // namespace nrmm::laboratory

#include "cities/overlay.hpp"

#include <gtest/gtest.h>

#include "pack_texts.hpp"

namespace nrmm::cities {
namespace {

Date day(const char* iso) { return *Date::parse(iso); }

TEST(Overlay, AValueIsReplacedWholeAndNamedThingsAreMerged) {
  const auto [pack, reported] = load(TextPack{{{"forms.yaml",
                                                "machine:\n"
                                                "  basis: 市规 第三条\n"
                                                "  fields:\n"
                                                "    number: { label: 铭牌编号, shown: { kind: crane } }\n"
                                                "    photo_plate: { required: true }\n"}}}
                                         .chain());
  ASSERT_TRUE(pack) << reported;
  const Form& form = *pack->form("machine");
  EXPECT_EQ(form.title, "登记");
  EXPECT_EQ(form.basis.text, "市规 第三条");
  EXPECT_EQ(form.field("number")->label, "铭牌编号");
  EXPECT_EQ(dump_json(form.field("number")->shown.to_json()), R"({"kind":"crane"})");
  EXPECT_EQ(form.field("maker")->label, "厂家");
  EXPECT_TRUE(form.field("photo_plate")->required.is_always());
}

TEST(Overlay, NoneTakesAway) {
  const auto [pack, reported] = load(TextPack{
      {{"forms.yaml",
        "machine:\n  derived: none\n  checks: { number_fits: none }\n  fields:\n"
        "    number: { shown: none }\n    maker: { max_length: none }\n"},
       {"messages/zh.yaml",
        "stage.unknown: none\n"}}}.chain());
  ASSERT_TRUE(pack) << reported;
  const Form& form = *pack->form("machine");
  EXPECT_TRUE(form.derived.empty());
  EXPECT_TRUE(form.checks.empty());
  EXPECT_TRUE(form.field("number")->shown.is_always());
  EXPECT_FALSE(form.field("maker")->max_length);
  EXPECT_FALSE(pack->messages.contains("stage.unknown"));
}

// Concept 5: the copy is made after the overlays, so a city's labels follow into it; what a parent had under
// the copy's name no longer counts.
TEST(Overlay, ACopyStartsFromWhatTheCityMadeOfItsSource) {
  const auto [pack, reported] = load(
      TextPack{{{"forms.yaml",
                 "machine: { fields: { maker: { label: 制造厂 } } }\n"
                 "change:\n  as_in: machine\n  title: 变更\n  checks: none\n"
                 "  steps: [{ step: change, title: 变更, fields: [maker] }]\n"
                 "  fields: { maker: { required: true } }\n"},
                {"workflows.yaml",
                 "change:\n  as_in: machine_registration\n  title: 变更\n  subject: machine\n  form: change\n"
                 "  states: { in_review: none }\n"
                 "  transitions:\n    submit: { to: approved }\n    return: none\n    approve: none\n"},
                {"policies.yaml", "changes.offered: { value: [change], basis: 市规 第三条 }\n"}}}
          .chain());
  ASSERT_TRUE(pack) << reported;
  const Form& change = *pack->form("change");
  EXPECT_EQ(change.field("maker")->label, "制造厂");
  EXPECT_TRUE(change.field("maker")->required.is_always());
  EXPECT_FALSE(pack->form("machine")->field("maker")->required.is_always());
  EXPECT_TRUE(change.checks.empty());
  const Workflow& workflow = *pack->workflow("change");
  EXPECT_EQ(workflow.transition_order, (std::vector<std::string>{"open", "submit"}));
  EXPECT_EQ(workflow.transition("submit")->to, "approved");
  EXPECT_EQ(workflow.reviewer, "district_auditor");
  EXPECT_EQ(pack->workflow("machine_registration")->transition_order.size(), 4u);
}

// Concept 7: from the child's first date on only the child's dates count, before it the parent's.
TEST(Overlay, ValuesInTime) {
  TextPack town{
      {{"policies.yaml",
        "deadlines.review: { value: 5 working days, basis: 市规 第二条 }\n"
        "calendar.days_off:\n  values:\n    2025-07-01: { value: [2025-07-01], basis: 市规 附表 }\n"}}};
  const auto [pack, reported] = load(town.chain());
  ASSERT_TRUE(pack) << reported;
  EXPECT_FALSE(pack->duration("deadlines.review", day("2020-12-31")));
  EXPECT_EQ(pack->duration("deadlines.review", day("2021-01-01"))->str(), "5 working days");
  EXPECT_EQ(pack->policy("calendar.days_off", day("2025-06-30")).size(), 2u);
  EXPECT_EQ(pack->policy("calendar.days_off", day("2025-07-01")).size(), 1u);
  const Policy& policy = pack->policies.at("deadlines.review");
  EXPECT_EQ(policy.on(day("2025-01-01")).basis.text, "市规 第二条");
  ASSERT_EQ(policy.overridden.size(), 1u);
  EXPECT_EQ(policy.overridden.front().basis.text, "规定 第四条");
}

TEST(Overlay, BasisAndProvenanceGoTogether) {
  const auto [assumed, first] = load(
      TextPack{{{"policies.yaml", "deadlines.review: { value: 5 days, basis: 惯例, provenance: assumed }\n"}}}
          .chain());
  ASSERT_TRUE(assumed) << first;
  EXPECT_TRUE(assumed->policies.at("deadlines.review").on(day("2025-01-01")).basis.assumed);
  const auto [stated, second] = load(
      TextPack{{{"policies.yaml", "deadlines.review: { value: 5 days, basis: 市规 第二条 }\n"}}}.chain());
  EXPECT_FALSE(stated->policies.at("deadlines.review").on(day("2025-01-01")).basis.assumed);
}

TEST(Overlay, LookAlikeNames) {
  EXPECT_TRUE(look_alike("engine_maker", "engine_makers"));
  EXPECT_TRUE(look_alike("sitename", "site_name"));
  EXPECT_TRUE(look_alike("machine_registraton", "machine_registration"));
  for (const auto& [a, b] :
       std::vector<std::pair<const char*, const char*>>{{"photo_front", "photo_back"},
                                                        {"site_code", "site_name"},
                                                        {"entry", "exit"},
                                                        {"level1", "level2"},
                                                        {"owner_name", "owner_phone"},
                                                        {"machine_maker", "machine_model"},
                                                        {"X", "D"},
                                                        {"06", "07"}})
    EXPECT_FALSE(look_alike(a, b)) << a << " " << b;
}

TEST(Conditions, AreDataWithListedValuesOnly) {
  const auto shown = [](const std::string& condition) {
    const auto [pack, reported] = load(TextPack{
        {{"forms.yaml", "machine: { fields: { number: { shown: " + condition +
                            " } } }\n"}}}.chain());
    return pack ? dump_json(pack->form("machine")->field("number")->shown.to_json()) : reported;
  };
  EXPECT_EQ(shown("{ kind: [loader, crane], photo_plate: absent }"),
            R"({"kind":["loader","crane"],"photo_plate":"absent"})");
  EXPECT_EQ(shown("{ any: [{ account_kind: person }, { maker: present }] }"),
            R"({"any":[{"account_kind":"person"},{"maker":"present"}]})");
  EXPECT_NE(shown("{ machine_state: registered }").find("P004"), std::string::npos);  // no account fact
  EXPECT_NE(shown("{ stage: \"3\" }").find("P004"), std::string::npos);               // derived comes later
  EXPECT_NE(shown("{ any: {} }").find("P002"), std::string::npos);
  EXPECT_NE(shown("{ maker: [柳工] }").find("P002"), std::string::npos);
}

}  // namespace
}  // namespace nrmm::cities

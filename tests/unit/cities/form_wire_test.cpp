#include "cities/form_wire.hpp"

#include <gtest/gtest.h>

#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::is;

Form machine() {
  Form form;
  form.name = "machine";
  form.title = "{word.site}机械";
  form.basis.text = "样规 第二条";
  Field fuel = sample::choice("fuel", "fuel");
  fuel.required = Condition::always();
  Field power = sample::field("power_kw", FieldType::number);
  power.unit = "kW";
  power.min = 1;
  power.max = 37.5;
  power.required = is("stage", "4");
  form.derived.emplace_back().name = "stage";
  power.help_text = "见{word.site}铭牌";
  Field photos = sample::field("photos_body", FieldType::photos);
  photos.max = 8;
  photos.photo_source = "camera";
  photos.shown = Condition::all({is("account_kind", "person"), is("fuel", "diesel")});
  Field code = sample::field("sms_code", FieldType::text);
  code.sms_purpose = "agent_filing";
  code.sms_to = "owner";
  code.shown = is("account_kind", "enterprise");
  code.basis.text = "样规 第九条";
  sample::ask(form, "data", {fuel, power});
  sample::ask(form, "photos", {photos});
  sample::ask(form, "code", {code});
  sample::ask(form, "done", {});
  form.groups.push_back({"one", {"power_kw", "photos_body", "unlisted"}, is("fuel", "diesel"), {}, {}});
  form.groups.push_back({"never", {"power_kw"}, is("account_kind", "enterprise"), {}, {}});
  return form;
}

Json wire(const char* date = "2025-06-03") {
  return form_wire(sample::city(), machine(), {{"account_kind", "person"}}, sample::day(date));
}

Json field(const Json& form, std::size_t step, std::size_t at) { return form["steps"][step]["fields"][at]; }

// contract.md, Forms
TEST(FormWire, TellsWhatAClientNeeds) {
  const Json form = wire();
  EXPECT_EQ(form["form"], "machine");
  EXPECT_EQ(form["revision"], "0123456789abcdef");
  EXPECT_EQ(form["title"], "工地机械");
  EXPECT_EQ(form["submit"], "separate");
  EXPECT_EQ(form["schema"]["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

TEST(FormWire, Fields) {
  const Json form = wire();
  EXPECT_EQ(field(form, 0, 0), Json({{"field", "fuel"},
                                     {"label", "fuel的标签"},
                                     {"type", "choice"},
                                     {"required", true},
                                     {"shown", true},
                                     {"basis", "样规 第二条"},
                                     {"options",
                                      {{{"value", "diesel"}, {"label", "柴油"}},
                                       {{"value", "petrol"}, {"label", "汽油"}},
                                       {{"value", "electric"}, {"label", "电能"}}}}}));
  const Json power = field(form, 0, 1);
  EXPECT_EQ(dump_json(power["min"]), "1");
  EXPECT_EQ(power["max"], 37.5);
  EXPECT_EQ(power["unit"], "kW");
  EXPECT_EQ(power["help"], Json({{"text", "见工地铭牌"}}));
  const Json photos = field(form, 1, 0);
  EXPECT_EQ(photos["max_count"], 8);
  EXPECT_FALSE(photos.contains("max"));
  EXPECT_EQ(photos["source"], "camera");
  const Json code = field(form, 2, 0);
  EXPECT_EQ(code["sms"], Json({{"purpose", "agent_filing"}, {"to", "owner"}}));
  EXPECT_EQ(code["basis"], "样规 第九条");
}

TEST(FormWire, ConditionsSpeakOfFieldsOnly) {
  const Json form = wire();
  EXPECT_EQ(field(form, 1, 0)["shown"], Json({{"fuel", "diesel"}}));  // account_kind is settled
  EXPECT_EQ(field(form, 2, 0)["shown"], false);
  EXPECT_EQ(field(form, 0, 1)["required"], false);  // a derived value: `check` tells
  EXPECT_EQ(field(form, 0, 1)["required_by_check"], true);
}

// R16: a step is a page when any of its fields may be shown; one without fields is a page by design.
TEST(FormWire, StepsFollowTheirFields) {
  const Json steps = wire()["steps"];
  EXPECT_EQ(steps[0]["shown"], true);
  EXPECT_EQ(steps[1]["shown"], Json({{"fuel", "diesel"}}));
  EXPECT_EQ(steps[2]["shown"], false);
  EXPECT_EQ(steps[3]["shown"], true);
}

TEST(FormWire, GroupsNameTheFieldsThatAreAsked) {
  EXPECT_EQ(wire()["at_least_one"],
            Json::array({{{"name", "one"},
                          {"fields", {"power_kw", "photos_body"}},
                          {"when", {{"fuel", "diesel"}}},
                          {"message", "以下各项至少填写一项：power_kw的标签、photos_body的标签。"},
                          {"basis", "样规 第二条"}}}));
}

// F224: a district that closed is not offered any more.
TEST(FormWire, DistrictsThatAreOpenOnTheDate) {
  Form form;
  sample::ask(form, "only", {sample::field("district", FieldType::district)});
  const auto offered = [&](const char* date) {
    const Json made = form_wire(sample::city(), form, Json::object(), sample::day(date));
    return field(made, 0, 0)["options"].size();
  };
  EXPECT_EQ(offered("2025-11-05"), 2U);
  EXPECT_EQ(offered("2025-11-06"), 1U);
}

TEST(CheckWire, SaysWhatIsRequiredShownAndWrong) {
  Judgement judgement;
  judgement.required = {"fuel"};
  judgement.shown = {"fuel", "place"};
  judgement.verified = {"place"};
  judgement.derived["stage"] = {"D", "燃料为电能", "样规 第五条"};
  Finding refused, flagged, noted;
  refused.field = flagged.field = noted.field = "fuel";
  refused.code = "required";
  flagged.level = "flag";
  noted.level = "note";
  judgement.errors = {refused};
  judgement.flags = {flagged};
  Json wire = check_wire(judgement);
  EXPECT_EQ(wire["required"], Json::array({"fuel"}));
  EXPECT_EQ(wire["shown"], Json({"fuel", "place"}));
  EXPECT_EQ(wire["verified"], Json::array({"place"}));
  EXPECT_EQ(wire["errors"].size(), 1U);
  EXPECT_EQ(wire["errors"][0]["code"], "required");
  EXPECT_EQ(wire["derived"]["stage"],
            Json({{"value", "D"}, {"reason", "燃料为电能"}, {"basis", "样规 第五条"}}));
  EXPECT_FALSE(wire.contains("notes"));  // what the reviewer sees is not the applicant's
  judgement.flags.push_back(noted);
  EXPECT_EQ(check_wire(judgement)["notes"].size(), 1U);
}

}  // namespace
}  // namespace nrmm::cities

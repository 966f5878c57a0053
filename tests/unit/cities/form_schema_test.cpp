#include <gtest/gtest.h>

#include "cities/form_wire.hpp"
#include "json_schema.hpp"
#include "sample_pack.hpp"

namespace nrmm::cities {
namespace {

using sample::is;

// Every kind of condition: groups in turn, a choice among several, a list of choices, a fact, an
// at-least-one group that may be hidden.
Form filing() {
  Form form;
  form.name = "filing";
  form.title = "{word.site}申报";
  Field nameplate = sample::choice("nameplate", "yes_no");
  nameplate.required = Condition::always();
  Field label = sample::field("label", FieldType::photo), plate = sample::field("plate", FieldType::photos);
  label.shown = plate.shown = is("nameplate", "with");
  plate.max = 2;
  Field first = sample::field("first", FieldType::text), second = sample::field("second", FieldType::text);
  first.shown = is("nameplate", "with");
  first.pattern = "^A[0-9]$";
  second.shown = Condition::absent("first");
  second.required = Condition::present("label");
  Field treatment = sample::choice("treatment", "fuel");
  treatment.type = FieldType::choices;
  Field other = sample::field("other", FieldType::number);
  other.shown = is("treatment", "electric");
  other.required = Condition::any({Condition::present("first"), is("account_kind", "enterprise")});
  other.min = 1;
  Field company = sample::field("company", FieldType::text);
  company.shown = company.required = is("account_kind", "enterprise");
  sample::ask(form, "only", {nameplate, label, plate, first, second, treatment, other, company});
  form.groups.push_back({"photos", {"label", "plate"}, {}, {}, {}});
  return form;
}

const std::vector<std::pair<std::string, std::vector<Json>>>& choices() {
  static const std::vector<std::pair<std::string, std::vector<Json>>> kAll{
      {"nameplate", {Json(), "with", "without", "maybe"}},
      {"label", {Json(), "", "a"}},
      {"plate", {Json(), Json::array(), Json::array({"p"}), {"p", "q", "r"}}},
      {"first", {Json(), "A1", "B1"}},
      {"second", {Json(), "s"}},
      {"treatment", {Json(), {"diesel", "electric"}, Json::array({"petrol"})}},
      {"other", {Json(), 0, 5}},
      {"company", {Json(), "c"}}};
  return kAll;
}

// All combinations; null stands for "not sent" every other time, so that both forms of no answer occur.
template <typename Use>
void for_all(Use use, std::size_t at = 0, const Json& answers = Json::object()) {
  if (at == choices().size()) return use(answers);
  const auto& [name, values] = choices()[at];
  for (const Json& value : values) {
    Json more = answers;
    if (!value.is_null() || at % 2 == 0) more[name] = value;
    for_all(use, at + 1, more);
  }
}

// F: conditions are data, so server and schema say the same of every submission.
TEST(FormSchema, AcceptsWhatTheServerAcceptsAndNothingElse) {
  const Pack pack = sample::city();
  const Form form = filing();
  for (const char* kind : {"person", "enterprise"}) {
    const Json facts = {{"account_kind", kind}};
    const Json schema = form_schema(pack, form, facts, sample::day("2025-06-03"));
    std::size_t accepted = 0, wrong = 0;
    for_all([&](const Json& answers) {
      const bool taken = !sample::judged(pack, form, answers, facts).refused();
      accepted += taken ? 1 : 0;
      if (sample::keeps_to(schema, answers) == taken) return;
      if (++wrong < 5) ADD_FAILURE() << (taken ? "schema refuses " : "schema takes ") << answers;
    });
    EXPECT_EQ(wrong, 0U);
    EXPECT_GT(accepted, 50U);
  }
}

TEST(FormSchema, RefusesUnknownFieldsAndWrongTypesEvenWhereHidden) {
  const Json facts = {{"account_kind", "person"}};
  const Json schema = form_schema(sample::city(), filing(), facts, sample::day("2025-06-03"));
  EXPECT_TRUE(
      sample::keeps_to(schema, {{"nameplate", "without"}, {"first", "hidden, so it may be anything"}}));
  EXPECT_FALSE(sample::keeps_to(schema, {{"nameplate", "without"}, {"first", 12}}));
  EXPECT_FALSE(sample::keeps_to(schema, {{"nameplate", "without"}, {"company", true}}));
  EXPECT_FALSE(sample::keeps_to(schema, {{"nameplate", "without"}, {"no_such", "a"}}));
}

TEST(FormSchema, EveryTypeHasAValueItTakes) {
  const Pack pack = sample::city();
  const std::pair<FieldType, Json> examples[] = {
      {FieldType::text, "任意"},
      {FieldType::phone, "13900000001"},
      {FieldType::id_number, "11010519491231002X"},
      {FieldType::uscc, "91120111663066596T"},
      {FieldType::pin, "FTC003RJADE002878"},
      {FieldType::integer, 2200},
      {FieldType::number, 1.5},
      {FieldType::date, "2025-06-03"},
      {FieldType::district, "990101"},
      {FieldType::photo, "p"},
      {FieldType::photos, {"p", "q"}},
      {FieldType::position, {{"lon", 117.2}, {"lat", 39.1}, {"datum", "gcj02"}}}};
  for (const auto& [type, value] : examples) {
    Form form;
    Field field = sample::field("it", type);
    field.required = Condition::always();
    sample::ask(form, "only", {field});
    const Json schema = form_schema(pack, form, Json::object(), sample::day("2025-06-03"));
    EXPECT_TRUE(sample::keeps_to(schema, {{"it", value}})) << name_of(type);
    EXPECT_FALSE(sample::keeps_to(schema, {{"it", ""}})) << name_of(type);
    EXPECT_FALSE(sample::keeps_to(schema, Json::object())) << name_of(type);
    EXPECT_FALSE(sample::judged(pack, form, {{"it", value}}).refused()) << name_of(type);
  }
}

}  // namespace
}  // namespace nrmm::cities

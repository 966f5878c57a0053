#include "machines/identifiers.hpp"

#include <gtest/gtest.h>

namespace nrmm::machines {
namespace {

cities::Form form_with(const std::map<std::string, cities::FieldType>& types) {
  cities::Form form;
  for (const auto& [name, type] : types) {
    cities::Field field;
    field.name = name;
    field.type = type;
    form.fields[name] = field;
  }
  return form;
}

std::map<std::string, std::string> unique_of(const std::vector<Identifier>& all) {
  std::map<std::string, std::string> unique;
  for (const Identifier& one : all)
    if (one.unique) unique[one.kind] = one.value;
  return unique;
}

// F031, F068: whatever the city calls its fields, a PIN is one by its type.
TEST(Identifiers, AreKnownByTheFieldsType) {
  const auto form = form_with({{"first_number", cities::FieldType::pin},
                               {"second_number", cities::FieldType::machine_env_code},
                               {"third_number", cities::FieldType::disclosure_number}});
  const auto all = identifiers_of(form, {{"first_number", "XUG0215DTSCA00001"},
                                         {"second_number", "1AB2C3D4E5F6G7H8J"},
                                         {"third_number", "CN1"}});
  EXPECT_EQ(unique_of(all), (std::map<std::string, std::string>{{"machine_env_code", "1AB2C3D4E5F6G7H8J"},
                                                                {"pin", "XUG0215DTSCA00001"}}));
}

// A factory number is its maker's: two makers use the same ones.
TEST(Identifiers, AMakersNumberCountsWithItsMaker) {
  const auto form =
      form_with({{"factory_number", cities::FieldType::text}, {"machine_maker", cities::FieldType::text}});
  EXPECT_TRUE(identifiers_of(form, {{"factory_number", "77"}}).empty());
  const auto one = identifiers_of(form, {{"factory_number", "a77"}, {"machine_maker", "柳工"}});
  const auto same = identifiers_of(form, {{"factory_number", "Ａ77"}, {"machine_maker", "柳工"}});
  const auto other = identifiers_of(form, {{"factory_number", "a77"}, {"machine_maker", "徐工"}});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_FALSE(one[0].unique);
  EXPECT_EQ(one[0].value, same.at(0).value);
  EXPECT_NE(one[0].value, other.at(0).value);
}

TEST(Identifiers, NoAnswersNoIdentifiers) {
  const auto form = form_with({{"pin", cities::FieldType::pin}});
  EXPECT_TRUE(identifiers_of(form, Json::object()).empty());
  EXPECT_TRUE(identifiers_of(form, {{"pin", nullptr}}).empty());
  EXPECT_TRUE(identifiers_of(form, {{"pin", ""}}).empty());
}

}  // namespace
}  // namespace nrmm::machines

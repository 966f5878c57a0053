#include "workflows/personal.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

namespace nrmm::workflows {
namespace {

constexpr const char* kPhone = "13900000001";
constexpr const char* kNumber = "11010519491231002X";

class PersonalTest : public ::testing::Test {
 protected:
  PersonalTest() {
    add("contact", cities::FieldType::phone);
    add("id_number", cities::FieldType::id_number);
    add("place", cities::FieldType::text);
    add("code", cities::FieldType::text);
    form_.fields["code"].sms_purpose = "agent_filing";
  }
  ~PersonalTest() override { std::filesystem::remove_all(folder_); }

  void add(const char* name, cities::FieldType type) {
    cities::Field field;
    field.name = name;
    field.type = type;
    form_.fields[name] = field;
  }
  Json sealed(const Json& answers, const Json& stored = nullptr) {
    return personal_.sealed(form_, answers, stored, "north");
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("nrmm-personal-" + std::to_string(::getpid()));
  std::shared_ptr<const storage::Seal> seal_ = storage::Seal::open(folder_, true);
  Personal personal_{seal_};
  cities::Form form_;
};

// I12: what is stored shows none of it.
TEST_F(PersonalTest, StoresPersonalValuesSealedAndOthersAsTheyAre) {
  const Json stored =
      sealed({{"contact", kPhone}, {"id_number", kNumber}, {"place", "某路"}, {"code", "123456"}});
  const std::string text = stored.dump();
  for (const char* secret : {kPhone, kNumber, "123456"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  EXPECT_EQ(stored["place"], "某路");
  EXPECT_EQ(personal_.opened(stored, "north")["id_number"], kNumber);
}

TEST_F(PersonalTest, ShowsThemMasked) {
  const Json shown =
      personal_.masked(sealed({{"contact", kPhone}, {"id_number", kNumber}, {"code", "123456"}}), "north");
  EXPECT_EQ(shown["contact"], "139****0001");
  EXPECT_EQ(shown["id_number"], "110***********002X");
  EXPECT_EQ(shown["code"], "****");
}

// The owner gets his own values masked too; sending them back must not destroy them.
TEST_F(PersonalTest, AMaskSentBackKeepsTheStoredValue) {
  const Json stored = sealed({{"contact", kPhone}, {"id_number", kNumber}});
  const Json kept = sealed({{"contact", "139****0001"}, {"id_number", "110***********002X"}}, stored);
  EXPECT_EQ(kept, stored);
  const Json changed = sealed({{"contact", "13900000002"}, {"id_number", "110***********002X"}}, stored);
  EXPECT_EQ(personal_.opened(changed, "north")["contact"], "13900000002");
  EXPECT_EQ(changed["id_number"], stored["id_number"]);
}

TEST_F(PersonalTest, AMaskOfSomethingElseIsTakenAsWritten) {
  const Json stored = sealed({{"contact", kPhone}});
  EXPECT_EQ(personal_.opened(sealed({{"contact", "138****9999"}}, stored), "north")["contact"],
            "138****9999");
  EXPECT_EQ(personal_.opened(sealed({{"contact", "139****0001"}}), "north")["contact"], "139****0001");
}

// X075: a value carried into another city's row does not open there.
TEST_F(PersonalTest, AnotherCityCannotOpenThem) {
  const Json stored = sealed({{"contact", kPhone}});
  EXPECT_EQ(personal_.opened(stored, "south"), stored);
}

TEST_F(PersonalTest, TextThatOnlyLooksSealedIsText) {
  const std::string genuine = sealed({{"contact", kPhone}})["contact"];
  const std::string forged = genuine.substr(0, genuine.size() - 4) + "AAAA";
  const Json answers = {{"place", forged}, {"empty", ""}, {"list", {1, nullptr}}};
  EXPECT_EQ(personal_.masked(answers, "north"), answers);
  EXPECT_EQ(personal_.opened(answers, "north"), answers);
}

}  // namespace
}  // namespace nrmm::workflows

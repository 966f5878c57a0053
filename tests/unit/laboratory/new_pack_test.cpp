#include "laboratory/new_pack.hpp"

#include <stdexcept>

#include "cities/standard_catalogue.hpp"
#include "pack_copy.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

const Date kToday = *Date::parse("2026-03-02");

class NewPacks : public PackCopy {
 protected:
  Examination make(const std::string& id, const std::string& adcode,
                   const std::string& name = "某某市") const {
    return make_pack({root_ / id, name, adcode, "national", kToday}, cities::standard_catalogue(), kToday);
  }

  // The sentence of a refusal; what is there stays as it is.
  std::string refused(const std::string& id, const std::string& adcode,
                      const std::string& name = "某某市") const {
    const auto before = entries();
    try {
      make(id, adcode, name);
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(entries(), before);
      return error.what();
    }
    return "was not refused";
  }

  std::size_t entries() const {
    const fs::recursive_directory_iterator all(root_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }
};

// A new pack is sound as it is made: the author begins with something that works.
TEST_F(NewPacks, PassCheckAndTestAtOnce) {
  ASSERT_TRUE(make("somewhere", "370900").passed());
  const Examination again = examine(root_ / "somewhere", cities::standard_catalogue(), kToday, Depth::test);
  EXPECT_TRUE(again.passed());
  EXPECT_FALSE(again.diagnostics.has_errors());
  EXPECT_EQ(again.results.size(), 2u);
  EXPECT_EQ(again.pack->name, "某某市");
  EXPECT_EQ(again.pack->adcode, "370900");
  EXPECT_EQ(again.pack->from, kToday);
  ASSERT_EQ(again.pack->districts.size(), 1u);
  EXPECT_EQ(again.pack->districts[0].id, "370901");
  EXPECT_TRUE(again.pack->districts[0].basis.assumed);
}

TEST_F(NewPacks, KeepTheTemplatesComments) {
  make("somewhere", "370900");
  EXPECT_NE(text("somewhere/pack.yaml").find("adcode: \"370900\"              # 六位行政区划代码"),
            std::string::npos);
  EXPECT_TRUE(text("somewhere/README.md").starts_with("# 某某市\n"));
  for (const auto& entry : fs::recursive_directory_iterator(root_ / "somewhere")) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().lexically_relative(root_);
    EXPECT_EQ(text(path).find("示例市"), std::string::npos) << path;
  }
}

// F088: no two packs give out the same codes, also when both are new.
TEST_F(NewPacks, GetPrefixesOfTheirOwn) {
  ASSERT_TRUE(make("somewhere", "370900").passed());
  const Examination second = make("elsewhere", "371000");
  ASSERT_TRUE(second.passed());
  EXPECT_EQ(second.pack->districts[0].code, "02");
  Diagnostics diagnostics;
  for (const auto& other : packs_beside(root_ / "elsewhere", cities::standard_catalogue(), kToday))
    compare_prefixes(*second.pack, *other, diagnostics);
  EXPECT_EQ(diagnostics.errors(), 0u);
}

TEST_F(NewPacks, AreRefusedInWords) {
  ASSERT_TRUE(make("somewhere", "370900").passed());
  EXPECT_EQ(refused("somewhere", "370901"),
            (root_ / "somewhere").string() + " is there already: nothing was changed");
  for (const char* id : {"_new", "Town", "9th", "a-b", "镇"})
    EXPECT_EQ(refused(id, "371000"), "`" + std::string(id) +
                                         "` cannot be a pack's id: small letters, digits and underscores, a "
                                         "letter first");
  for (const char* adcode : {"37100", "3710000", "37100a"})
    EXPECT_EQ(refused("elsewhere", adcode),
              "`" + std::string(adcode) + "` is no adcode: six digits of GB/T 2260, as 370100");
  EXPECT_EQ(refused("elsewhere", "370900"), "adcode 370900 is somewhere's");
  for (const char* name : {"", "甲: 乙", "[甲]", "true", " 甲", "12"})
    EXPECT_EQ(
        refused("elsewhere", "371000", name),
        "the name is written as people read it, without quotes or other signs, in 40 characters at most")
        << name;
}

TEST_F(NewPacks, AreNotMadeOverAParentThatIsNotThere) {
  const Examination made = make_pack({root_ / "somewhere", "某某市", "370900", "nationl", kToday},
                                     cities::standard_catalogue(), kToday);
  EXPECT_FALSE(made.passed());
  ASSERT_EQ(made.diagnostics.errors(), 1u);
  EXPECT_EQ(made.diagnostics.all()[0].str(),
            "cities/nationl: error P004: there is no pack `nationl` (did you mean `national`?)");
  EXPECT_FALSE(fs::exists(root_ / "somewhere"));
}

TEST_F(NewPacks, AreNotMadeOutOfABrokenTemplate) {
  write("_template/messages/more.yaml", "word.filling: 登记\n");
  EXPECT_NE(refused("somewhere", "370900").find("cities/_template/messages/more.yaml:1:1: error P020"),
            std::string::npos);
  fs::remove_all(root_ / "_template");
  EXPECT_EQ(refused("somewhere", "370900"), (root_ / "_template").string() + " is not there to start from");
}

}  // namespace
}  // namespace nrmm::laboratory

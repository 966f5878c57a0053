#include "laboratory/upgrade.hpp"

#include <sys/stat.h>

#include "cities/pack_api.hpp"
#include "pack_copy.hpp"
#include "yaml/parse.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

// Two changes of a language that is not ours: level 2 calls `colour` `color`, level 3 writes its values in
// words.
std::vector<yaml::Edit> rename_colour(const cities::PackFolder& pack) {
  Diagnostics diagnostics;
  std::vector<yaml::Edit> out;
  for (const auto& [path, text] : pack.files) {
    const auto root = yaml::parse(text, "cities/" + pack.id + "/" + path, diagnostics);
    if (const yaml::Entry* entry = root ? root->entry("colour") : nullptr)
      out.push_back(yaml::Edit::key(*entry, "color"));
  }
  return out;
}

std::vector<yaml::Edit> name_colour(const cities::PackFolder& pack) {
  Diagnostics diagnostics;
  const auto root =
      yaml::parse(pack.files.at("policies.yaml"), "cities/" + pack.id + "/policies.yaml", diagnostics);
  return {yaml::Edit::value(*root->find("color"), "yellow")};
}

constexpr Rewrite kRewrites[] = {{1, "`colour` is `color`", rename_colour},
                                 {2, "a color is a word", name_colour},
                                 {3, "not of this program yet", rename_colour}};

cities::PackFolder pack(const std::string& api) {
  return {"town",
          {{"pack.yaml", "colour: 1   # 镇徽\nid: town\napi: " + api + "   # 语言\n"},
           {"policies.yaml", "# 颜色\ncolour: 7 # 黄\n"},
           {"messages/zh.yaml", "word.site: 工地\n"}}};
}

std::optional<Upgraded> upgraded_to(std::int64_t to, const cities::PackFolder& from,
                                    std::string* reported = nullptr) {
  Diagnostics diagnostics;
  auto out = upgraded(from, kRewrites, to, diagnostics);
  for (const Diagnostic& each : diagnostics.all())
    if (reported) *reported += each.str() + "\n";
  return out;
}

std::string reported(const std::string& api, std::int64_t to = 2) {
  std::string out;
  cities::PackFolder folder = pack(api);
  if (api.empty()) folder.files["pack.yaml"] = "id: town\n";
  EXPECT_FALSE(upgraded_to(to, folder, &out));
  return out;
}

TEST(Upgrade, RewritesPlacesAndKeepsCommentsAndLayout) {
  const auto done = upgraded_to(2, pack("1"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->changed, (Texts{{"pack.yaml", "color: 1   # 镇徽\nid: town\napi: 2   # 语言\n"},
                                  {"policies.yaml", "# 颜色\ncolor: 7 # 黄\n"}}));
  EXPECT_EQ(done->said, (std::vector<std::string>{"cities/town/pack.yaml:1:1: `colour` is `color`",
                                                  "cities/town/policies.yaml:2:1: `colour` is `color`"}));
}

TEST(Upgrade, TakesEveryStepInTurn) {
  const auto done = upgraded_to(3, pack("1"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->changed.at("policies.yaml"), "# 颜色\ncolor: yellow # 黄\n");
  EXPECT_EQ(done->changed.at("pack.yaml"), "color: 1   # 镇徽\nid: town\napi: 3   # 语言\n");
  EXPECT_EQ(done->said.back(), "cities/town/policies.yaml:2:8: a color is a word");
}

TEST(Upgrade, LeavesAPackOfThisLevelAlone) {
  const auto done = upgraded_to(2, pack("2"));
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->changed.empty());
  EXPECT_TRUE(done->said.empty());
}

TEST(Upgrade, SaysWhyALevelCannotBeUpgraded) {
  EXPECT_EQ(reported("9"),
            "cities/town/pack.yaml:3:6: error P002: the pack is of api 9; this program reads api 2 (it needs "
            "a newer nrmm)\n");
  EXPECT_EQ(
      reported("0"),
      "cities/town/pack.yaml:3:6: error P002: levels of the pack language count from 1 (write `api: 1`)\n");
  EXPECT_EQ(reported("one"),
            "cities/town/pack.yaml:3:6: error P002: expected an integer, found the text `one`\n");
  EXPECT_EQ(reported(""),
            "cities/town/pack.yaml:1:1: error P003: pack.yaml has no `api` (version of the pack language)\n");
}

TEST(Api, AnOlderPackIsSentToUpgrade) {
  const auto older = cities::api_fault(1, 3), same = cities::api_fault(3, 3);
  ASSERT_TRUE(older);
  EXPECT_EQ(older->message, "the pack is of api 1; this program reads api 3");
  EXPECT_EQ(older->hint, "run `nrmm pack upgrade`");
  EXPECT_FALSE(same);
  EXPECT_FALSE(cities::api_fault(cities::kPackApi));
}

// A level that is raised without a rewrite would leave authors alone with it.
TEST(Rewrites, LeadFromLevelOneToThisOne) {
  std::int64_t last = 0;
  for (const Rewrite& rewrite : rewrites()) {
    EXPECT_TRUE(rewrite.from == last || rewrite.from == last + 1) << rewrite.what;
    last = rewrite.from;
  }
  EXPECT_EQ(last, cities::kPackApi - 1);
}

class FolderTexts : public PackCopy {};

// X005: whoever looks meanwhile, or after a kill, sees the folder as it was or as it will be.
TEST_F(FolderTexts, AreExchangedAsAWhole) {
  write("linfen/.editor", "mine");
  ASSERT_EQ(::chmod((root_ / "linfen" / "README.md").c_str(), 0600), 0);
  const auto all = texts_in(root_ / "linfen");
  fs::create_directories(root_ / "_linfen.new");
  write("_linfen.new/pack.yaml", "of a run that was killed");
  write_changed(root_ / "linfen", {{"pack.yaml", "new"}, {"forms/more.yaml", "more"}});
  auto expected = all;
  expected["pack.yaml"] = "new";
  expected["forms/more.yaml"] = "more";
  EXPECT_EQ(texts_in(root_ / "linfen"), expected);
  EXPECT_FALSE(fs::exists(root_ / "_linfen.new"));
  EXPECT_EQ(fs::status(root_ / "linfen" / "README.md").permissions(), fs::perms(0600));
}

TEST_F(FolderTexts, StayWhereTheyCannotBeWritten) {
  const auto all = texts_in(root_ / "linfen");
  EXPECT_THROW(
      write_changed(root_ / "linfen", {{"pack.yaml", "new"}, {"pack.yaml/below", "a file is no folder"}}),
      std::exception);
  EXPECT_EQ(texts_in(root_ / "linfen"), all);
}

}  // namespace
}  // namespace nrmm::laboratory

#include "cities/loader.hpp"

#include <gtest/gtest.h>

#include "cities/standard_catalogue.hpp"
#include "pack_texts.hpp"

namespace nrmm::cities {
namespace {

class RealPack : public testing::TestWithParam<const char*> {};

TEST_P(RealPack, LoadsWithoutAnError) {
  Diagnostics diagnostics;
  const PackFiles files = read_pack_folder(NRMM_SOURCE_DIR "/cities", GetParam(), diagnostics);
  const auto pack = load_pack(files, standard_catalogue(), *Date::parse("2025-06-15"), diagnostics);
  for (const Diagnostic& each : diagnostics.all())
    if (each.level != Diagnostic::Level::note) ADD_FAILURE() << each.str();
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->chain.front(), "national");
  EXPECT_EQ(pack->chain.back(), GetParam());
  EXPECT_TRUE(pack->rules);
  EXPECT_FALSE(pack->districts.empty());
}

INSTANTIATE_TEST_SUITE_P(Cities, RealPack, testing::Values("national", "linfen", "chongqing", "_template"),
                         [](const auto& pack) { return std::string(pack.param); });

// R16, R18: lists select and order from the inherited stock.
TEST(Loader, ACitySelectsFromTheStock) {
  Diagnostics diagnostics;
  const auto pack = load_pack(read_pack_folder(NRMM_SOURCE_DIR "/cities", "chongqing", diagnostics),
                              standard_catalogue(), *Date::parse("2025-06-15"), diagnostics);
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->vocabulary("machine_kind")->use.size(), 13u);
  EXPECT_TRUE(pack->vocabulary("machine_kind")->term("backhoe_loader"));
  EXPECT_TRUE(pack->form("machine")->fields.contains("photo_approval"));
  for (const Field* field : pack->form("machine")->listed()) EXPECT_NE(field->name, "photo_approval");
  EXPECT_EQ(pack->district("500105")->successors, std::vector<std::string>{"liangjiang"});
}

TEST(Revision, ChangesWithEveryFileOfTheChain) {
  const PackFiles files = TextPack{{{"messages/zh.yaml", "word.site: 工地\n"}}}.chain();
  const std::string revision = files.revision();
  EXPECT_EQ(revision.size(), 16u);
  EXPECT_EQ(PackFiles::from_json(files.to_json()).revision(), revision);
  PackFiles own = files, parent = files, moved = files;
  own.chain.back().files["messages/zh.yaml"] += "\n";
  parent.chain.front().files["policies.yaml"] += "\n";
  moved.chain.back().files["messages/more.yaml"] =
      moved.chain.back().files.extract("messages/zh.yaml").mapped();
  for (const PackFiles& changed : {own, parent, moved}) EXPECT_NE(changed.revision(), revision);
  EXPECT_EQ(load(files).pack->revision, revision);
}

TEST(Loader, ReportsTheWholeChainSorted) {
  PackFiles files = TextPack{{{"forms.yaml", "machine: { titel: 登记 }\n"}}}.chain();
  files.chain.front().files["forms.yaml"] += "  hint: x\n";
  const auto [pack, reported] = load(files);
  EXPECT_FALSE(pack);
  EXPECT_LT(reported.find("cities/base/forms.yaml"), reported.find("cities/town/forms.yaml")) << reported;
}

TEST(Loader, AParentThatIsNotTheOneNamedIsReported) {
  PackFiles files = TextPack{}.chain();
  files.chain.erase(files.chain.begin());
  EXPECT_NE(load(files).reported.find("P004: inherits `base`, but is laid over ``"), std::string::npos);
}

// A plugin of kind cpp as its folder says: the shared object is the server's matter.
PackFolder sampling(const std::string& version) {
  return {"sampling",
          {{"plugin.yaml", "name: sampling\nversion: \"" + version +
                               "\"\napi: 1\nkind: cpp\ndescription: samples\nprovides: {}\n"
                               "settings:\n  every: { type: integer, default: 7, description: how often }\n"
                               "  where: { type: text, description: at which place }\n"}}};
}

PackFiles sampled(const std::string& settings) {
  PackFiles files = TextPack{}.chain();
  files.chain.back().files["pack.yaml"] += "plugins: { sampling: " + settings + " }\n";
  return files;
}

// A pack that names something missing does not load: neither folder nor running plugin may lack.
TEST(Loader, PluginsMustBeThere) {
  PackFiles files = sampled("{ every: 3 }");
  EXPECT_NE(load(files).reported.find("cities/town/pack.yaml:9:12: error G001: unknown plugin `sampling`"),
            std::string::npos);
  files.plugins.push_back(sampling("1"));
  EXPECT_NE(load(files).reported.find("error G001: plugin `sampling` does not run in this server"),
            std::string::npos);
  Catalogue catalogue = small_catalogue();
  catalogue.add_plugin("sampling");
  const auto [pack, reported] = load(files, catalogue);
  ASSERT_TRUE(pack) << reported;
  EXPECT_EQ(pack->plugins.at("sampling"), Json({{"every", 3}, {"where", nullptr}}));
}

// What a pack does not set is the manifest's default.
TEST(Loader, PluginsHaveDefaults) {
  PackFiles files = sampled("{}");
  files.plugins.push_back(sampling("1"));
  Catalogue catalogue = small_catalogue();
  catalogue.add_plugin("sampling");
  const auto [pack, reported] = load(files, catalogue);
  ASSERT_TRUE(pack) << reported;
  EXPECT_EQ(pack->plugins.at("sampling")["every"], 7);
}

// X099: another text of a plugin is another revision, and the archive gives back what it was.
TEST(Loader, PluginsBelongToTheRevision) {
  PackFiles files = sampled("{}");
  const std::string without = files.revision();
  files.plugins.push_back(sampling("1"));
  const std::string with = files.revision();
  EXPECT_NE(with, without);
  EXPECT_EQ(PackFiles::from_json(files.to_json()).revision(), with);
  files.plugins.back() = sampling("2");
  EXPECT_NE(files.revision(), with);
}

TEST(Loader, ADamagedFileIsReportedAndTheOthersToo) {
  const auto [pack, reported] =
      load(TextPack{{{"forms.yaml", "machine: [\n"}, {"policies.yaml", "deadlines.review: { value: 5 }\n"}}}
               .chain());
  EXPECT_NE(reported.find("cities/town/forms.yaml:2:1: error P000"), std::string::npos) << reported;
  EXPECT_NE(reported.find("cities/town/policies.yaml:1:28: error P002"), std::string::npos) << reported;
}

TEST(Catalogue, EveryKernelNameIsDescribedOnce) {
  std::set<std::pair<KernelName::Kind, std::string_view>> seen;
  for (const auto& table : {kernel_people(), kernel_facts(), kernel_policies(), kernel_texts()}) {
    for (const KernelName& row : table) {
      EXPECT_FALSE(row.chinese.empty() || row.english.empty()) << row.name;
      EXPECT_TRUE(seen.emplace(row.kind, row.name).second) << row.name;
    }
  }
}

}  // namespace
}  // namespace nrmm::cities

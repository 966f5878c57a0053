#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "cities/pack_files.hpp"

namespace nrmm::cities {
namespace {

namespace fs = std::filesystem;

class PackFolders : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  void pack(const std::string& id, const std::string& parent = {}) {
    write(id + "/pack.yaml", "id: " + id + "\n" + (parent.empty() ? "" : "inherits: " + parent + "\n"));
  }
  std::string read(const std::string& id) {
    Diagnostics diagnostics;
    files_ = read_pack_folder(root_, id, diagnostics);
    std::string out;
    for (const Diagnostic& each : diagnostics.all()) out += each.str() + "\n";
    return out;
  }

  fs::path root_ = fs::path(testing::TempDir()) / ("nrmm_pack_folders_" + std::to_string(::getpid()));
  PackFiles files_;
};

TEST_F(PackFolders, TheBaseComesFirst) {
  pack("nation");
  pack("province", "nation");
  pack("city", "province");
  EXPECT_EQ(read("city"), "");
  ASSERT_EQ(files_.chain.size(), 3u);
  EXPECT_EQ(files_.chain[0].id, "nation");
  EXPECT_EQ(files_.id(), "city");
}

TEST_F(PackFolders, NotesAndHiddenFilesStayOut) {
  pack("city");
  for (const char* name : {"README.md", "CHANGES.md", "demo.yaml", ".forms.yaml.swp", ".git/config"})
    write(std::string("city/") + name, "x");
  write("city/forms/machine.yaml", "");
  EXPECT_EQ(read("city"), "");
  EXPECT_EQ(files_.chain[0].files.size(), 2u);
  EXPECT_TRUE(files_.chain[0].files.contains("forms/machine.yaml"));
}

TEST_F(PackFolders, LinksAreNotFollowed) {
  pack("city");
  write("secret.yaml", "x");
  fs::create_symlink("../secret.yaml", root_ / "city" / "forms.yaml");
  fs::create_directory_symlink("..", root_ / "city" / "forms");
  EXPECT_EQ(read("city"),
            "cities/city/forms.yaml: error P000: links are not followed (put the file here)\n"
            "cities/city/forms: error P000: links are not followed (put the file here)\n");
  EXPECT_TRUE(files_.chain.empty());
}

TEST_F(PackFolders, CirclesAndDeepChainsAreRefused) {
  pack("a", "b");
  pack("b", "a");
  EXPECT_EQ(read("a"), "cities/b/pack.yaml:2:11: error P009: `a` inherits from itself by way of `a`\n");
  pack("one");
  pack("two", "one");
  pack("three", "two");
  pack("four", "three");
  EXPECT_EQ(
      read("four"),
      "cities/two/pack.yaml:2:11: error P009: more than three levels of inheritance (base, province and city "
      "are three; here four over three over two over one)\n");
}

TEST_F(PackFolders, AMissingParentIsNamedWithTheNearest) {
  pack("nation");
  pack("city", "natoin");
  EXPECT_EQ(read("city"),
            "cities/city/pack.yaml:2:11: error P004: there is no pack `natoin` (did you mean `nation`?)\n");
  EXPECT_NE(read("../nation").find("P004"), std::string::npos);
}

// X095
TEST_F(PackFolders, OtherEncodingsAndHugeFilesAreRefused) {
  pack("city");
  write("city/forms.yaml", "b: 1\na: \xC1\xD9\xB7\xDA\n");
  write("city/policies.yaml", std::string(1024 * 1024 + 1, '#'));
  const std::string reported = read("city");
  EXPECT_NE(reported.find("cities/city/forms.yaml:2: error P000: not valid UTF-8"), std::string::npos);
  EXPECT_NE(reported.find("cities/city/policies.yaml: error P000: the file is larger than 1 MiB"),
            std::string::npos);
}

}  // namespace
}  // namespace nrmm::cities

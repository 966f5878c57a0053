#include "plugins/host_face.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace nrmm::plugins {
namespace {

struct NoPacks : cities::PackSource {
  std::shared_ptr<const cities::PackSet> current() const override { return nullptr; }
  std::shared_ptr<const cities::Pack> revision(const std::string&, const std::string&) override {
    return nullptr;
  }
};

// The log takes no phone and no ID number, wherever a plugin puts it.
TEST(HostFace, LogsNoLongNumbersAtAnyDepth) {
  const auto file =
      std::filesystem::temp_directory_path() / ("nrmm-host-face-" + std::to_string(::getpid()) + ".log");
  {
    NoPacks packs;
    log::Logger logger(file, log::Level::info);
    storage::Database database{{.dsn = "host=/nonexistent"}};
    const auto gate = std::make_shared<Gate>(Surroundings{"/nonexistent", logger, packs, database});
    cities::PluginManifest manifest;
    manifest.name = "probe";
    HostFace face(manifest, Json::object(), gate, std::chrono::seconds(1));
    face.log(api::Level::warning, "to 13900000001",
             {{"to", "13900000002"},
              {"answer", {{"phones", {"13900000003"}}, {"text", "of 500103199001010002"}, {"count", 7}}}});
  }
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  std::filesystem::remove(file);
  EXPECT_EQ(text.str().find("139000"), std::string::npos) << text.str();
  EXPECT_EQ(text.str().find("500103"), std::string::npos) << text.str();
  EXPECT_NE(text.str().find("\"count\":7"), std::string::npos) << text.str();
}

}  // namespace
}  // namespace nrmm::plugins

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "plugins/guarded_channel.hpp"
#include "plugins/host.hpp"

namespace nrmm::plugins {

// Plugins of kind cpp in a server that has a home and packs and nothing else.
class HostHarness {
 public:
  HostHarness(std::vector<std::string> names, const std::filesystem::path& folder,
              const std::filesystem::path& objects);
  ~HostHarness();

  bool open();  // true: without a word
  const std::string& told() const { return told_; }
  void start();
  std::shared_ptr<Running> running(const std::string& name) const;
  api::Sent deliver(const std::string& channel);  // to the first plugin
  workflows::Channel& channel(const std::string& name);

  std::filesystem::path home;
  std::chrono::milliseconds limit{200};

 private:
  struct NoPacks : cities::PackSource {
    std::shared_ptr<const cities::PackSet> current() const override { return set; }
    std::shared_ptr<const cities::Pack> revision(const std::string&, const std::string&) override {
      return nullptr;
    }
    std::shared_ptr<cities::PackSet> set = std::make_shared<cities::PackSet>();
  };

  std::vector<std::string> names_;
  NoPacks packs_;
  log::Logger logger_;
  storage::Database database_{{.dsn = "host=/nonexistent"}};
  Host host_;
  std::string told_;
  std::map<std::string, std::unique_ptr<GuardedChannel>> channels_;
};

}  // namespace nrmm::plugins

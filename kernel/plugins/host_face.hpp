#pragma once

#include <atomic>

#include "plugins/registrations.hpp"
#include "plugins/surroundings.hpp"

namespace nrmm::plugins {

// The host as one plugin sees it: refuses what its manifest does not say, and records what it registers.
class HostFace : public api::Host {
 public:
  HostFace(const cities::PluginManifest& manifest, Json settings, std::shared_ptr<const Gate> gate,
           std::chrono::milliseconds limit);

  Registrations& registered() { return registered_; }
  const Registrations& registered() const { return registered_; }
  void starting(bool now) { starting_ = now; }  // whether it may register

  const Json& settings() const override { return settings_; }
  Json settings(const std::string& city) const override;
  void log(api::Level level, std::string_view message, const Json& fields) override;
  std::filesystem::path file(const std::string& name) const override;
  std::chrono::milliseconds limit() const override { return limit_; }
  void add_channel(const std::string& name, std::unique_ptr<api::Channel> channel) override;

 private:
  void may_register(const std::vector<cities::ProvidedName>& provided, const char* what,
                    const std::string& name, bool twice) const;

  const cities::PluginManifest& manifest_;
  const Json settings_;
  std::shared_ptr<const Gate> gate_;
  std::chrono::milliseconds limit_;
  std::atomic<bool> starting_ = false;
  Registrations registered_;
};

}  // namespace nrmm::plugins

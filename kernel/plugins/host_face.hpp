#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

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
  void add_route(const std::string& call, api::Handler handler) override;
  void add_effect(const std::string& name, api::Effect effect) override;
  void add_listener(const std::string& event, api::Listener listener) override;
  void add_job(const std::string& name, api::Job job) override;
  void add_command(const std::string& name, api::Command command) override;
  void count(const std::string& name, std::int64_t by) override;

  std::map<std::string, std::int64_t> counters() const;

 private:
  template <class Provided, class Made, class Given>
  void add(const std::vector<Provided>& provided, const char* what, const std::string& name,
           std::map<std::string, Made>& to, Given given);
  void refuse(const char* what, const std::string& name, const std::string& why) const;

  const cities::PluginManifest& manifest_;
  const Json settings_;
  std::shared_ptr<const Gate> gate_;
  std::chrono::milliseconds limit_;
  std::atomic<bool> starting_ = false;
  Registrations registered_;
  mutable std::mutex mutex_;  // of the counters
  std::map<std::string, std::int64_t> counters_;
};

}  // namespace nrmm::plugins

#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "api/channel.hpp"
#include "api/json.hpp"
#include "api/route.hpp"
#include "api/work.hpp"

namespace nrmm::api {

enum class Level { debug, info, warning, error };

// What a plugin may use of its server. Everything registered must be provided by plugin.yaml, and is
// registered within Plugin::start(); the host undoes it when start() throws. The other calls are thread-safe
// and may be made until the process ends; they throw std::exception, also once the server has stopped.
class Host {
 public:
  virtual ~Host() = default;

  // What nrmm.yaml says under plugins.<name>, by the settings of plugin.yaml that are `of: deployment`; every
  // one is there, null where there is neither value nor default.
  virtual const Json& settings() const = 0;
  // What the city's pack says, by those that are `of: pack`; null in a city that does not use the plugin.
  virtual Json settings(const std::string& city) const = 0;

  // A line of the server's log. Never phones, ID numbers, codes, tokens or texts of messages.
  virtual void log(Level level, std::string_view message, const Json& fields = Json::object()) = 0;

  // A file below the deployment's home, one of those that plugin.yaml names under `files` (capability
  // `files`).
  virtual std::filesystem::path file(const std::string& name) const = 0;

  // How long a call of the plugin may take. A longer one is left behind and makes the plugin degraded: its
  // calls answer 503 and its messages wait, until the call has come back.
  virtual std::chrono::milliseconds limit() const = 0;

  virtual void add_channel(const std::string& name, std::unique_ptr<Channel> channel) = 0;
  virtual void add_route(const std::string& call, Handler handler) = 0;  // "GET notices/{id}"
  virtual void add_effect(const std::string& name, Effect effect) = 0;
  virtual void add_listener(const std::string& event, Listener listener) = 0;  // of `listens`: transition
  virtual void add_job(const std::string& name, Job job) = 0;
  virtual void add_command(const std::string& name, Command command) = 0;

  // A number that `nrmm plugin status` shows; names are the plugin's own, 50 of them at most.
  virtual void count(const std::string& name, std::int64_t by = 1) = 0;
};

}  // namespace nrmm::api

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

#include "api/plugin.hpp"
#include "cities/plugin_manifest.hpp"
#include "plugins/circuit.hpp"
#include "plugins/crew.hpp"
#include "plugins/host_face.hpp"

namespace nrmm::plugins {

// A call that a plugin did not answer.
class NoAnswer : public std::runtime_error {
 public:
  enum class Why {
    closed,  // it was not called: the plugin is degraded, did not start, or all its threads are at work
    late,    // called, and still at it
    threw,
  };
  NoAnswer(Why why, const std::string& what) : std::runtime_error(what), why(why) {}
  Why why;
};

// What is called, for whoever reads that it went wrong: "channel `sms`" and the manifest's line that provides
// it.
struct Called {
  Source source;
  std::string what;
};

// One plugin of kind cpp in this process. Every call of its code goes through call(): on the plugin's own
// threads, for so long, and what it does wrong is written down here and costs nobody else anything.
// Thread-safe.
class Running : public std::enable_shared_from_this<Running> {
 public:
  Running(cities::PluginManifest manifest, Json settings, std::shared_ptr<const Gate> gate,
          std::chrono::milliseconds limit);

  // Makes the plugin and has it register what it provides. Where that fails nothing stays registered and
  // state() is failed.
  void start(const nrmm_plugin_descriptor& object);
  // Calls under way, and those to come, end within `patience`: what has not answered by then is late.
  void hurry(std::chrono::milliseconds patience) { crew_.hurry(patience); }
  void stop(std::chrono::milliseconds patience);

  // `work` may outlive the call and must own what it uses. Throws NoAnswer; an api::Refusal as a
  // Problem with the plugin's code; a storage::SqlError that is nobody's fault.
  void run(const Called& called, std::function<void()> work) { run(called, std::move(work), limit_); }
  void run(const Called& called, std::function<void()> work, std::chrono::milliseconds limit);
  template <class Work>
  auto call(const Called& called, Work work) -> decltype(work()) {
    const auto result = std::make_shared<std::optional<decltype(work())>>();
    run(called, [work = std::move(work), result] { result->emplace(work()); });
    return std::move(**result);
  }

  enum class State { waiting, running, degraded, failed, stopped };
  State state() const;
  bool available() const;          // it would be called now
  std::string last_error() const;  // as a diagnostic, G020 or G021, cleaned of what could be personal

  std::map<std::string, std::int64_t> counters() const { return face_.counters(); }

  const cities::PluginManifest& manifest() const { return manifest_; }
  const Registrations& registered() const;  // none unless start() ended well

 private:
  void make(const nrmm_plugin_descriptor& object);
  void unmake();
  void rethrow(const Called& called, const std::exception_ptr& error);
  void wrong(const Called& called, const std::string& what);

  const cities::PluginManifest manifest_;
  std::shared_ptr<const Gate> gate_;
  std::chrono::milliseconds limit_;
  HostFace face_;
  std::unique_ptr<api::Plugin> plugin_;
  Circuit circuit_;
  Crew crew_;
  mutable std::mutex mutex_;  // of the two below
  State state_ = State::waiting;
  std::string last_error_;
};

const char* name_of(Running::State state);

}  // namespace nrmm::plugins

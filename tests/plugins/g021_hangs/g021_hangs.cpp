#include <thread>

#include "api/plugin.hpp"

namespace {

class Bad : public nrmm::api::Channel {
 public:
  explicit Bad(std::chrono::milliseconds limit) : limit_(limit) {}
  nrmm::api::Sent deliver(const nrmm::api::Delivery&) override {
    std::this_thread::sleep_for(limit_ * 3);
    return {};
  }

 private:
  std::chrono::milliseconds limit_;
};

class Plugin : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override { host.add_channel("sms", std::make_unique<Bad>(host.limit())); }
};

}  // namespace

NRMM_PLUGIN(Plugin, "g021_hangs", "1.0.0");

#include <stdexcept>

#include "api/plugin.hpp"

namespace {

class Bad : public nrmm::api::Channel {
 public:
  nrmm::api::Sent deliver(const nrmm::api::Delivery&) override { throw std::runtime_error("line is cut"); }
};

class Plugin : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override { host.add_channel("sms", std::make_unique<Bad>()); }
};

}  // namespace

NRMM_PLUGIN(Plugin, "g021_throws", "1.0.0");

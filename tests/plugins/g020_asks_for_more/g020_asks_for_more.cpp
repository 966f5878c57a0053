#include "api/plugin.hpp"

namespace {

class Nowhere : public nrmm::api::Channel {
 public:
  nrmm::api::Sent deliver(const nrmm::api::Delivery&) override { return {}; }
};

class Bad : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override {
    host.add_channel("sms", std::make_unique<Nowhere>());
    host.add_channel("smss", std::make_unique<Nowhere>());
  }
};

}  // namespace

NRMM_PLUGIN(Bad, "g020_asks_for_more", "1.0.0");

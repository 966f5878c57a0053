#include <chrono>
#include <thread>

#include "api/plugin.hpp"

namespace {

class Bad : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override { std::this_thread::sleep_for(host.limit() * 3); }
};

}  // namespace

NRMM_PLUGIN(Bad, "g020_hangs_at_start", "1.0.0");

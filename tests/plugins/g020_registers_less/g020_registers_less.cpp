#include "api/plugin.hpp"

namespace {

class Bad : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host&) override {}
};

}  // namespace

NRMM_PLUGIN(Bad, "g020_registers_less", "1.0.0");

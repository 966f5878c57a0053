#include "api/plugin.hpp"

namespace nrmm::api {
int of_a_later_level();
}

namespace {

class Bad : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host&) override { nrmm::api::of_a_later_level(); }
};

}  // namespace

NRMM_PLUGIN(Bad, "g015_missing_symbol", "1.0.0");

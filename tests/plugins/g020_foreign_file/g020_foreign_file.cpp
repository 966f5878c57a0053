#include "api/plugin.hpp"

namespace {

class Bad : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override { host.file("nrmm.pid"); }
};

}  // namespace

NRMM_PLUGIN(Bad, "g020_foreign_file", "1.0.0");

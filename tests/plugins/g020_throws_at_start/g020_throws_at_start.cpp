#include <stdexcept>

#include "api/plugin.hpp"

namespace {

class Bad : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host&) override { throw std::runtime_error("no licence for 13900000001"); }
};

}  // namespace

NRMM_PLUGIN(Bad, "g020_throws_at_start", "1.0.0");

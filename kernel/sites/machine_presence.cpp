#include "sites/machine_presence.hpp"

#include "sites/gate.hpp"
#include "sites/presence_store.hpp"

namespace nrmm::sites {

Json machine_presence(storage::Session& session, const std::string& serial) {
  const auto names = presence_store::sites_of(session, serial);
  return names ? Json{{"presence", fact::kHere}, {"site_name", *names}} : Json::object();
}

}  // namespace nrmm::sites

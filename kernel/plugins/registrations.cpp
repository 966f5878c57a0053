#include "plugins/registrations.hpp"

#include <stdexcept>

namespace nrmm::plugins {
namespace {

template <class Made>
void check(const std::vector<cities::ProvidedName>& provided, const Made& made, const char* what) {
  for (const cities::ProvidedName& each : provided)
    if (!made.contains(each.name))
      throw std::logic_error(each.source.str() + " provides the " + what + " `" + each.name +
                             "`, which start() does not register");
}

}  // namespace

void Registrations::check_complete(const cities::PluginManifest& manifest) const {
  check(manifest.channels, channels, "channel");
}

}  // namespace nrmm::plugins

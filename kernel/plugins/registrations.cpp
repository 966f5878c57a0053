#include "plugins/registrations.hpp"

#include <stdexcept>

namespace nrmm::plugins {
namespace {

template <class Provided, class Made>
void check(const std::vector<Provided>& provided, const Made& made, const char* what) {
  for (const Provided& each : provided)
    if (!made.contains(each.name))
      throw std::logic_error(each.source.str() + " provides the " + what + " `" + each.name +
                             "`, which start() does not register");
}

}  // namespace

void Registrations::check_complete(const cities::PluginManifest& manifest) const {
  check(manifest.channels, channels, "channel");
  check(manifest.routes, routes, "route");
  check(manifest.effects, effects, "effect");
  check(manifest.listens, listeners, "listener");
  check(manifest.jobs, jobs, "job");
  check(manifest.commands, commands, "command");
}

}  // namespace nrmm::plugins

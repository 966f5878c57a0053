#include "plugins/case_work.hpp"

#include "base/problem.hpp"
#include "plugins/calls.hpp"
#include "plugins/listening_channel.hpp"

namespace nrmm::plugins {

void CaseWork::carry_out(storage::Session& session, const std::string& effect,
                         const workflows::Happened& happened) {
  const std::size_t dot = effect.find('.');
  const auto plugin = host_.find(effect.substr(0, dot));
  if (!plugin) throw Problem(503, "plugin.unavailable");
  plugins::carry_out(plugin, effect.substr(dot + 1), session, happened);
}

void CaseWork::tell(storage::Session& session, const workflows::Happened& happened) {
  for (const auto& plugin : host_.running())
    if (happened.pack.plugins.contains(plugin->manifest().name))
      for (const cities::ProvidedName& event : plugin->manifest().listens)
        outbox_.put(session, channel_of(plugin->manifest().name, event.name), happened.to_json());
}

}  // namespace nrmm::plugins

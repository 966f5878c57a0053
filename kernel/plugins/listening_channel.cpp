#include "plugins/listening_channel.hpp"

#include "plugins/calls.hpp"

namespace nrmm::plugins {

std::string channel_of(const std::string& plugin, const std::string& event) {
  return "x." + plugin + "." + event;
}

api::Sent ListeningChannel::deliver(const api::Delivery& delivery) {
  const auto& listeners = plugin_->registered().listeners;
  const auto found = listeners.find(event_.name);
  if (found == listeners.end()) return api::Sent::later("plugin.unavailable");
  try {
    plugin_->run({event_.source, "listener `" + event_.name + "`"},
                 [listener = found->second, told = transition_of(delivery.city, delivery.payload)] {
                   listener(told);
                 });
    return api::Sent::sent();
  } catch (const NoAnswer& none) {
    if (none.why == NoAnswer::Why::closed) return api::Sent::later("plugin.unavailable");
    return api::Sent::later(none.why == NoAnswer::Why::late ? "late" : "exception");
  } catch (const std::exception&) {  // the plugin's last_error() says it
    return api::Sent::later("exception");
  }
}

}  // namespace nrmm::plugins

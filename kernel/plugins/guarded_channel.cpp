#include "plugins/guarded_channel.hpp"

namespace nrmm::plugins {

using api::Sent;

GuardedChannel::GuardedChannel(std::shared_ptr<Running> plugin, std::string name)
    : plugin_(std::move(plugin)) {
  for (const auto& provided : plugin_->manifest().channels)
    if (provided.name == name) called_ = {provided.source, "channel `" + name + "`"};
  const auto& channels = plugin_->registered().channels;
  const auto found = channels.find(name);
  if (found == channels.end()) return;
  channel_ = found->second;
  try {
    repeatable_ = plugin_->call(called_, [channel = channel_] { return channel->repeatable(); });
  } catch (const NoAnswer&) {
    repeatable_ = false;
  }
}

bool GuardedChannel::ready() { return channel_ && plugin_->available(); }

Sent GuardedChannel::deliver(const api::Delivery& delivery) {
  try {
    return plugin_->call(called_, [channel = channel_, delivery] { return channel->deliver(delivery); });
  } catch (const NoAnswer& none) {
    if (none.why == NoAnswer::Why::closed) return Sent::later("plugin.unavailable", std::chrono::seconds(1));
    const std::string reason = none.why == NoAnswer::Why::late ? "late" : "exception";
    return repeatable_ ? Sent::later(reason) : Sent::unknown(reason);
  }
}

}  // namespace nrmm::plugins

#pragma once

#include <memory>
#include <string>

#include "plugins/running.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::plugins {

// The channel on which a plugin is told what happened: "x.news.transition".
std::string channel_of(const std::string& plugin, const std::string& event);

// The way from the outbox to a plugin that listens: told again until it has heard, or the outbox gives up.
class ListeningChannel : public workflows::Channel {
 public:
  ListeningChannel(std::shared_ptr<Running> plugin, const cities::ProvidedName& event)
      : plugin_(std::move(plugin)), event_(event) {}

  bool ready() override { return plugin_->available(); }
  bool repeatable() const override { return true; }
  api::Sent deliver(const api::Delivery& delivery) override;

 private:
  std::shared_ptr<Running> plugin_;
  cities::ProvidedName event_;
};

}  // namespace nrmm::plugins

#pragma once

#include <memory>
#include <string>

#include "plugins/running.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::plugins {

// A plugin's channel as the outbox sees it: while the plugin is unwell its messages wait.
class GuardedChannel : public workflows::Channel {
 public:
  GuardedChannel(std::shared_ptr<Running> plugin, std::string name);

  bool ready() override;
  bool repeatable() const override { return repeatable_; }
  api::Sent deliver(const api::Delivery& delivery) override;

 private:
  std::shared_ptr<Running> plugin_;
  Called called_;
  std::shared_ptr<api::Channel> channel_;  // null: the plugin did not start
  bool repeatable_ = false;
};

}  // namespace nrmm::plugins

#pragma once

#include "plugins/host.hpp"
#include "workflows/plugin_work.hpp"

namespace nrmm::plugins {

// Transitions as plugins of kind cpp have to do with them. Thread-safe.
class CaseWork : public workflows::PluginWork {
 public:
  CaseWork(const Host& host, const workflows::OutboxWriter& outbox) : host_(host), outbox_(outbox) {}

  void carry_out(storage::Session&, const std::string& effect, const workflows::Happened&) override;
  void tell(storage::Session&, const workflows::Happened&) override;

 private:
  const Host& host_;
  const workflows::OutboxWriter& outbox_;
};

}  // namespace nrmm::plugins

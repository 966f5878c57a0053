#pragma once

#include "app/backlog.hpp"
#include "app/services.hpp"
#include "http/server.hpp"
#include "metrics/registry.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::app {

// GET /metrics, on a listener of its own (docs/decisions/0015-metrics-by-themselves.md). All that it is given
// outlives it. std::runtime_error when the port is not free.
class MetricsServer {
 public:
  MetricsServer(Services& services, const workflows::Outbox& outbox, const http::Server& http);

 private:
  void add_parts(Services& services, const workflows::Outbox& outbox, const http::Server& http);
  http::Response answer();

  Backlog backlog_;
  metrics::Registry registry_;
  http::Router router_;
  std::unique_ptr<http::Server> server_;  // last: it asks the rest
};

}  // namespace nrmm::app

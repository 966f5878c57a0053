#pragma once

#include <memory>

#include "app/housekeeping.hpp"
#include "app/metrics_server.hpp"
#include "app/photo_sweep.hpp"
#include "app/services.hpp"
#include "audit/sealer.hpp"
#include "http/server.hpp"
#include "plugins/errands.hpp"
#include "storage/listener.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::app {

// The running server of one process: answers requests, delivers the outbox, seals the audit record, follows
// the packs. Throws std::runtime_error with one clear line when it may not start.
class Server {
 public:
  Server(Services& services, const Home& home, const std::string& dsn);
  ~Server();  // refuses new requests, lets those under way finish, ends background work

 private:
  // Stopped after everything that calls them.
  struct PluginsRun {
    explicit PluginsRun(plugins::Host& host) : host(host) {}
    ~PluginsRun();
    plugins::Host& host;
  };

  Services& services_;
  PluginsRun plugins_;
  PhotoSweep photo_sweep_;
  workflows::Outbox outbox_;
  std::unique_ptr<storage::Listener> listener_;
  std::unique_ptr<audit::Sealer> sealer_;
  std::unique_ptr<Housekeeping> housekeeping_;
  std::unique_ptr<plugins::Errands> errands_;
  std::unique_ptr<http::Server> http_;
  std::unique_ptr<MetricsServer> metrics_;  // none where nobody may ask
};

}  // namespace nrmm::app

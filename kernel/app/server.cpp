#include "app/server.hpp"

#include <sstream>
#include <stdexcept>

#include <unistd.h>

#include "app/deployment.hpp"

namespace nrmm::app {
namespace {

constexpr std::chrono::milliseconds kStopPatience{4000};
constexpr std::chrono::milliseconds kPluginPatience{1000};

// Who moves the clock of a demonstration wants to see what follows from it.
std::chrono::milliseconds housekeeping_period(const config::Settings& settings) {
  return settings.demo ? std::chrono::seconds(5) : std::chrono::minutes(1);
}

http::ServerSettings http_settings(const config::Settings& settings, const Home& home) {
  http::ServerSettings out;
  out.threads = settings.http.threads;
  out.drain = settings.http.drain;
  out.port = settings.http.port;
  if (out.port == 0) out.socket = home.http_socket();
  return out;
}

// Who reports, among servers that share a database.
std::string server_name(const Home& home) {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  return std::string(host) + ":" + std::filesystem::absolute(home.root()).string();
}

// A plugin that does not fit is as good as a wrong line in nrmm.yaml: the server does not start (X120).
void open_plugins(plugins::Host& host) {
  Diagnostics diagnostics;
  host.open(diagnostics);
  if (!diagnostics.has_errors()) return;
  std::ostringstream told;
  told << "plugins\n";
  diagnostics.print(told);
  throw std::runtime_error(told.str());
}

}  // namespace

Server::PluginsRun::~PluginsRun() { host.stop(kPluginPatience); }

Server::Server(Services& services, const Home& home, const std::string& dsn)
    : services_(services),
      plugins_(services.plugins),
      photo_sweep_(services.photos, services.archive, services.database),
      outbox_(services.database, services.seal, [&services] { return services.served_cities(); }) {
  services.database.verify_role_and_schema();
  join_deployment(services, home);
  open_plugins(services.plugins);
  services.packs.refresh();
  if (!services.router.mismatches().empty()) throw std::runtime_error(services.router.mismatches().front());
  const plugins::Surroundings inside{home.root(), *services.logger, services.packs, services.database};
  services.plugins.start(inside);
  services.plugins.add_channels(outbox_);
  outbox_.start();
  listener_ =
      std::make_unique<storage::Listener>(dsn, "nrmm_packs", [&services] { services.packs.refresh(); });
  sealer_ = std::make_unique<audit::Sealer>(
      services.database, [&services] { return services.served_cities(); }, *services.logger);
  housekeeping_ = std::make_unique<Housekeeping>(
      services.database, services.cases(), services.desk(), services.packs,
      [&services] { return services.served_cities(); }, *services.logger, [this] { photo_sweep_.next(); },
      housekeeping_period(services.settings));
  errands_ = std::make_unique<plugins::Errands>(services.plugins, inside, server_name(home));
  http_ = std::make_unique<http::Server>(services.router, *services.logger,
                                         http_settings(services.settings, home));
  if (services.settings.metrics.port != 0)
    metrics_ = std::make_unique<MetricsServer>(services, outbox_, *http_);
}

Server::~Server() {
  services_.plugins.hurry(kStopPatience);  // a gateway that says nothing would hold the outbox
  http_->stop(kStopPatience);
  metrics_.reset();
  errands_.reset();
  housekeeping_.reset();
  listener_.reset();
  outbox_.stop();
  sealer_.reset();
}

}  // namespace nrmm::app

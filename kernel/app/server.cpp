#include "app/server.hpp"

#include <stdexcept>

#include "users/file_sms_channel.hpp"

namespace nrmm::app {
namespace {

constexpr std::chrono::milliseconds kStopPatience{4000};

http::ServerSettings http_settings(const config::Settings& settings, const Home& home) {
  http::ServerSettings out;
  out.threads = settings.http.threads;
  if (settings.http.listen.empty()) {
    out.socket = home.http_socket();
    return out;
  }
  const std::size_t colon = settings.http.listen.rfind(':');
  out.port = std::stoi(settings.http.listen.substr(colon + 1));
  return out;
}

}  // namespace

Server::Server(Services& services, const Home& home, const std::string& dsn)
    : services_(services),
      outbox_(services.database, services.seal, [&services] { return services.served_cities(); }) {
  services.database.verify_role_and_schema();
  services.packs.refresh();
  if (!services.router.mismatches().empty()) throw std::runtime_error(services.router.mismatches().front());
  outbox_.add("sms", std::make_unique<users::FileSmsChannel>(home.sms_file()));
  outbox_.start();
  listener_ =
      std::make_unique<storage::Listener>(dsn, "nrmm_packs", [&services] { services.packs.refresh(); });
  sealer_ = std::make_unique<audit::Sealer>(
      services.database, [&services] { return services.served_cities(); }, *services.logger);
  housekeeping_ = std::make_unique<Housekeeping>(
      services.database, services.cases(), [&services] { return services.served_cities(); },
      *services.logger);
  http_ = std::make_unique<http::Server>(services.router, *services.logger,
                                         http_settings(services.settings, home));
}

Server::~Server() {
  http_->stop(kStopPatience);
  housekeeping_.reset();
  listener_.reset();
  outbox_.stop();
  sealer_.reset();
}

}  // namespace nrmm::app

#include "app/metrics_server.hpp"

#include <filesystem>

#include "metrics/process.hpp"

namespace nrmm::app {
namespace {

using metrics::Text;
using Kind = Text::Kind;

constexpr int kThreads = 4;  // of scrapers, some at rest

http::ServerSettings listener(const config::Settings& settings) {
  http::ServerSettings out;
  out.port = settings.metrics.port;
  out.trust_proxy = false;
  out.threads = kThreads;
  out.backlog = kThreads;
  return out;
}

double seconds(std::chrono::microseconds time) { return std::chrono::duration<double>(time).count(); }

void write_connections(Text& text, const http::Server::Counts& now) {
  text.family("nrmm_http_threads", Kind::gauge, "Requests that can be answered at once.");
  text.sample(now.threads);
  text.family("nrmm_http_connections", Kind::gauge, "Connections from nginx, idle ones too.");
  text.sample(now.connections);
  text.family("nrmm_http_connections_refused_total", Kind::counter, "Connections that were turned away.");
  text.sample(static_cast<double>(now.turned_away));
}

void write_pool(Text& text, const storage::PoolCounts& pool) {
  text.family("nrmm_database_connections", Kind::gauge, "Size of the pool.");
  text.sample(pool.size);
  text.family("nrmm_database_connections_in_use", Kind::gauge, "Connections in use.");
  text.sample(pool.in_use);
  text.family("nrmm_database_waits_total", Kind::counter, "Sessions that had to wait for a connection.");
  text.sample(static_cast<double>(pool.waits));
  text.family("nrmm_database_waited_seconds_total", Kind::counter, "How long they waited together.");
  text.sample(seconds(pool.waited));
  text.family("nrmm_database_refusals_total", Kind::counter, "Sessions that got no connection in time.");
  text.sample(static_cast<double>(pool.refused));
  text.family("nrmm_database_unreachable_total", Kind::counter,
              "Connections that the database did not take, or had dropped.");
  text.sample(static_cast<double>(pool.unreachable));
}

void write_tries(Text& text, const workflows::Outbox& outbox) {
  text.family(
      "nrmm_outbox_tries_total", Kind::counter,
      "Messages handed to their channel, by what became of it. A message that is given up is refused.");
  for (const std::string& channel : outbox.channels()) {
    const auto& tries = outbox.tries(channel);
    text.sample(tries.sent, {{"channel", channel}, {"outcome", "sent"}});
    text.sample(tries.later, {{"channel", channel}, {"outcome", "later"}});
    text.sample(tries.refused, {{"channel", channel}, {"outcome", "refused"}});
    text.sample(tries.unknown, {{"channel", channel}, {"outcome", "unknown"}});
  }
}

void write_rules(Text& text, const std::map<std::string, lua::RuleGuard::Counts>& counts) {
  const auto number = [](std::uint64_t value) { return static_cast<double>(value); };
  text.family("nrmm_rule_calls_total", Kind::counter, "Calls of rules.");
  for (const auto& [city, now] : counts) text.sample(number(now.calls), {{"city", city}});
  text.family(
      "nrmm_rule_failures_total", Kind::counter,
      "Calls of rules that decided nothing: error, budget (stopped), wait (not run, others did not end), "
      "manual (not run, persons decide).");
  for (const auto& [city, now] : counts) {
    text.sample(number(now.errors), {{"city", city}, {"what", "error"}});
    text.sample(number(now.stopped), {{"city", city}, {"what", "budget"}});
    text.sample(number(now.given_up), {{"city", city}, {"what", "wait"}});
    text.sample(number(now.manual), {{"city", city}, {"what", "manual"}});
  }
  text.family("nrmm_rule_manual_minutes_total", Kind::counter,
              "Times a revision was put on manual, a minute each.");
  for (const auto& [city, now] : counts) text.sample(number(now.alarms), {{"city", city}});
  text.family("nrmm_rule_on_manual", Kind::gauge, "1 while persons decide instead of the rules.");
  for (const auto& [city, now] : counts) text.sample(now.on_manual ? 1 : 0, {{"city", city}});
}

void write_packs(Text& text, const cities::ArchivedPacks& packs) {
  text.family("nrmm_pack_info", Kind::gauge, "The revision that each city is served by.");
  const auto current = packs.current();
  if (current)
    for (const auto& [city, pack] : current->cities)
      text.sample(1, {{"city", city}, {"revision", pack->revision}});
  text.family("nrmm_packs_failing", Kind::gauge, "1 while an active revision cannot be loaded.");
  text.sample(packs.failure().empty() ? 0 : 1);
}

void write_photo_store(Text& text, const std::filesystem::path& folder) {
  const auto space = std::filesystem::space(folder);
  text.family("nrmm_photo_store_free_bytes", Kind::gauge, "Free space where photos are kept.");
  text.sample(static_cast<double>(space.available));
  text.family("nrmm_photo_store_size_bytes", Kind::gauge, "All space there.");
  text.sample(static_cast<double>(space.capacity));
}

}  // namespace

MetricsServer::MetricsServer(Services& services, const workflows::Outbox& outbox, const http::Server& http)
    : backlog_(services.database, [&services] { return services.served_cities(); }),
      router_({.log = services.logger.get()},
              http::Permissions::parse("GET /metrics: { anyone: allowed }\n", "metrics")) {
  add_parts(services, outbox, http);
  router_.add({.method = "GET",
               .path = "/metrics",
               .summary = "Numbers for the operator",
               .handler = [this](http::Request&) { return answer(); }});
  server_ = std::make_unique<http::Server>(router_, *services.logger, listener(services.settings));
}

http::Response MetricsServer::answer() {
  http::Response response;
  response.bytes = registry_.scrape();
  response.content_type = Text::kContentType;
  return response;
}

void MetricsServer::add_parts(Services& services, const workflows::Outbox& outbox, const http::Server& http) {
  registry_.add("process", metrics::write_process);
  registry_.add("http", [&services](Text& text) { services.router.traffic().write(text); });
  registry_.add("connections", [&http](Text& text) { write_connections(text, http.counts()); });
  registry_.add("backlog", [this](Text& text) { backlog_.write(text); });
  registry_.add("database", [&services](Text& text) { write_pool(text, services.database.counts()); });
  registry_.add("outbox", [&outbox](Text& text) { write_tries(text, outbox); });
  registry_.add("rules", [&services](Text& text) { write_rules(text, services.rule_guard.counts()); });
  registry_.add("packs", [&services](Text& text) { write_packs(text, services.packs); });
  registry_.add("photos", [&services](Text& text) { write_photo_store(text, services.photos.folder()); });
}

}  // namespace nrmm::app

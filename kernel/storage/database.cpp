#include "storage/database.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include <sodium.h>

#include "base/problem.hpp"
#include "base/spent.hpp"
#include "storage/connection.hpp"
#include "storage/conninfo.hpp"
#include "storage/probe.hpp"

namespace nrmm::storage {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kConnectAttempts = 3;

// What every connection of the server has: bounds in time, so that no lock or dead peer holds a worker for
// ever.
std::string server_conninfo(const DatabaseSettings& settings) {
  auto parts = parse_conninfo(settings.dsn);
  parts.try_emplace("connect_timeout", "2");  // seconds, the least libpq knows
  parts.try_emplace("application_name", "nrmm");
  parts.try_emplace("keepalives_idle", "10");
  parts.try_emplace("keepalives_interval", "5");
  parts.try_emplace("keepalives_count", "3");
  parts.try_emplace("tcp_user_timeout", "15000");
  parts["client_encoding"] = "UTF8";
  parts["options"] += " -c statement_timeout=" + std::to_string(settings.statement_timeout.count()) +
                      " -c lock_timeout=" + std::to_string(settings.lock_timeout.count()) +
                      " -c idle_in_transaction_session_timeout=60000";
  return format_conninfo(parts);
}

void pause(int attempt) {
  std::this_thread::sleep_for(std::chrono::milliseconds(30 * attempt + randombytes_uniform(40)));
}

}  // namespace

// Connections wait here, least recently used first. One that already serves the wanted place saves a round
// trip.
struct Database::Pool {
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<std::unique_ptr<Connection>> idle;
  std::map<std::string, std::string> timezones;
  PoolCounts counts;  // but for in_use
  Probe probe;

  explicit Pool(const std::string& conninfo, int size) : probe(conninfo) {
    counts.size = std::max(size, 1);
    for (int i = 0; i < counts.size; ++i) idle.push_back(std::make_unique<Connection>(conninfo));
  }

  std::unique_ptr<Connection> take(const Place& place, Clock::time_point deadline) {
    std::unique_lock lock(mutex);
    if (idle.empty() && !wait(lock, deadline)) throw_unavailable();
    auto chosen =
        std::find_if(idle.rbegin(), idle.rend(), [&](const auto& c) { return c->place() == place; });
    if (chosen == idle.rend())
      chosen = std::find_if(idle.rbegin(), idle.rend(), [](const auto& c) { return !c->is_open(); });
    if (chosen == idle.rend()) --chosen;
    std::unique_ptr<Connection> connection = std::move(*chosen);
    idle.erase(std::next(chosen).base());
    return connection;
  }

  bool wait(std::unique_lock<std::mutex>& lock, Clock::time_point deadline) {
    const auto began = Clock::now();
    ++counts.waits;
    const bool came = returned.wait_until(lock, deadline, [&] { return !idle.empty(); });
    counts.waited += std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
    if (!came) ++counts.refused;
    return came;
  }

  void note_unreachable() {
    const std::lock_guard lock(mutex);
    ++counts.unreachable;
  }

  Place place_of(const std::string& city) {
    const std::lock_guard lock(mutex);
    const auto found = timezones.find(city);
    return {city, found == timezones.end() ? "Asia/Shanghai" : found->second};
  }
};

Database::Database(DatabaseSettings settings)
    : settings_(std::move(settings)),
      pool_(std::make_unique<Pool>(server_conninfo(settings_), settings_.pool)) {}

Database::~Database() = default;

Session Database::session(const std::string& city) {
  const Spending spending(Phase::database);  // waiting for a connection too
  const Clock::time_point deadline = Clock::now() + settings_.acquire_timeout;
  const Place place = pool_->place_of(city);
  for (int attempt = 1;; ++attempt) {
    Session session(*this, pool_->take(place, deadline), place);
    try {
      session.connection_->settle(place);
      return session;
    } catch (const SqlError& error) {
      if (!error.unavailable()) throw;
      pool_->note_unreachable();
      if (attempt >= kConnectAttempts || Clock::now() >= deadline) throw_unavailable();
    }
    pause(attempt);
  }
}

void Database::release(std::unique_ptr<Connection> connection) noexcept {
  connection->tidy();
  {
    const std::lock_guard lock(pool_->mutex);
    pool_->idle.push_back(std::move(connection));  // never grows beyond what the constructor put there
  }
  pool_->returned.notify_one();
}

void Database::set_timezone(const std::string& city, const std::string& timezone) {
  const std::lock_guard lock(pool_->mutex);
  pool_->timezones[city] = timezone;
}

bool Database::reachable() { return pool_->probe.ask(std::chrono::seconds(1)); }

PoolCounts Database::counts() const {
  const std::lock_guard lock(pool_->mutex);
  PoolCounts counts = pool_->counts;
  counts.in_use = counts.size - static_cast<int>(pool_->idle.size());
  return counts;
}

void Database::retry_pause(int attempt) { pause(attempt); }

void Database::throw_unavailable() { throw Problem(503, "request.unavailable"); }

}  // namespace nrmm::storage

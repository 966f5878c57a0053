#include "storage/database.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

#include "base/problem.hpp"
#include "base/spent.hpp"
#include "storage/connection.hpp"
#include "storage/conninfo.hpp"
#include "storage/lease.hpp"
#include "storage/probe.hpp"

namespace nrmm::storage {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kAway = "database: cannot be reached";
constexpr int kConnectAttempts = 3;
constexpr std::chrono::seconds kTurn{1};
// Beyond the server's own limit for a statement: then it hangs, and the connection is given up.
constexpr std::chrono::seconds kSilence{2};

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

// While the database is away one at a time tries to connect: a crowd would only slow its recovery down.
struct Attempts {
  std::mutex mutex;
  std::condition_variable ended;
  bool running = false;
};

// The others wait for how the attempt ends, but not for long: it may hang.
class Turn {
 public:
  Turn(Attempts& attempts, const std::atomic<bool>& away, bool needed) : attempts_(attempts) {
    if (!needed) return;
    std::unique_lock lock(attempts_.mutex);
    in_vain_ = !attempts_.ended.wait_for(lock, kTurn, [this] { return !attempts_.running; });
    if (!in_vain_ && away) attempts_.running = mine_ = true;
  }
  ~Turn() {
    if (!mine_) return;
    {
      const std::lock_guard lock(attempts_.mutex);
      attempts_.running = false;
    }
    attempts_.ended.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool in_vain() const { return in_vain_; }

 private:
  Attempts& attempts_;
  bool mine_ = false;
  bool in_vain_ = false;
};

}  // namespace

// Connections wait here, least recently used first. One that already serves the wanted place saves a round
// trip.
struct Database::Pool {
  using Idle = std::vector<std::unique_ptr<Connection>>;

  std::mutex mutex;
  std::condition_variable returned;
  Idle idle;
  std::map<std::string, std::string> timezones;
  PoolCounts counts;  // but for in_use
  Stalls stalls;
  unsigned generation = 0;  // connections of an older one are opened anew
  std::atomic<bool> away = false;
  Attempts attempts;  // to connect while it is away
  Probe probe;

  Pool(const std::string& conninfo, int size, std::chrono::milliseconds patience)
      : stalls(size), probe(conninfo) {
    counts.size = std::max(size, 1);
    for (int i = 0; i < counts.size; ++i) idle.push_back(std::make_unique<Connection>(conninfo, patience));
  }

  std::unique_ptr<Lease> take(const Place& place, const std::string& who, Clock::time_point deadline) {
    std::unique_lock lock(mutex);
    await_turn(lock, who, deadline);
    const auto chosen = choose(place);
    auto lease = std::make_unique<Lease>();
    lease->hold = stalls.begin(who, Clock::now());
    lease->connection = std::move(*chosen);
    idle.erase(chosen);
    const unsigned current = generation;
    lock.unlock();
    lease->connection->borrowed(current);
    return lease;
  }

  Stalls::Answer chance(const std::string& who) const {
    const auto answer = stalls.ask(who, Clock::now());
    return answer == Stalls::Answer::take && idle.empty() ? Stalls::Answer::wait : answer;
  }

  void await_turn(std::unique_lock<std::mutex>& lock, const std::string& who, Clock::time_point deadline) {
    auto answer = chance(who);
    if (answer == Stalls::Answer::wait) {
      const auto began = Clock::now();
      returned.wait_until(lock, deadline, [&] { return (answer = chance(who)) != Stalls::Answer::wait; });
      ++counts.waits;
      counts.waited += std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began);
    }
    if (answer == Stalls::Answer::take) return;
    ++counts.refused;
    throw_unavailable(answer == Stalls::Answer::refuse ? "database: " + who + " waits for a lock"
                                                       : "database: no free connection");
  }

  void note_unreachable() {
    const std::lock_guard lock(mutex);
    ++counts.unreachable;
  }

  Idle::iterator choose(const Place& place) {
    auto chosen =
        std::find_if(idle.rbegin(), idle.rend(), [&](const auto& c) { return c->place() == place; });
    if (chosen == idle.rend())
      chosen = std::find_if(idle.rbegin(), idle.rend(), [](const auto& c) { return !c->is_open(); });
    if (chosen == idle.rend()) --chosen;
    return std::next(chosen).base();
  }

  Place place_of(const std::string& city) {
    const std::lock_guard lock(mutex);
    const auto found = timezones.find(city);
    return {city, found == timezones.end() ? "Asia/Shanghai" : found->second};
  }
};

Database::Database(DatabaseSettings settings)
    : settings_(std::move(settings)),
      pool_(std::make_unique<Pool>(server_conninfo(settings_), settings_.pool,
                                   settings_.statement_timeout + kSilence)) {}

Database::~Database() = default;

Session Database::session(const std::string& city, const std::string& who) {
  const Spending spending(Phase::database);  // waiting for a connection too
  const Clock::time_point begun = Clock::now();
  const Clock::time_point deadline = begun + settings_.acquire_timeout;
  const Place place = pool_->place_of(city);
  for (int attempt = 1;; ++attempt) {
    {
      Session session(*this, pool_->take(place, who, deadline), place);
      const bool away = pool_->away && !session.connection_->is_open();
      const Turn turn(pool_->attempts, pool_->away, away);
      if (turn.in_vain()) throw_unavailable(kAway);
      try {
        session.connection_->settle(place);
        pool_->away = false;
        return session;
      } catch (const SqlError& error) {
        if (!error.unavailable()) throw;
        pool_->note_unreachable();
      }
    }
    // Half of the time: the next attempt may last as long as libpq's shortest, two seconds.
    if (attempt >= kConnectAttempts || pool_->away || Clock::now() >= begun + settings_.acquire_timeout / 2) {
      pool_->away = true;
      throw_unavailable(kAway);
    }
    pause_before_try(attempt + 1);
  }
}

void Database::release(std::unique_ptr<Lease> lease) noexcept {
  Connection& connection = *lease->connection;
  connection.tidy();
  {
    const std::lock_guard lock(pool_->mutex);
    if (connection.led_astray()) ++pool_->generation;
    pool_->stalls.end(lease->hold, connection.waited_in_vain(), Clock::now());
    pool_->idle.push_back(std::move(lease->connection));  // never grows beyond the constructor's
  }
  pool_->returned.notify_all();
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

void Database::throw_unavailable(const std::string& why) { throw out_of_service(why); }
void Database::throw_unsettled() { throw Problem(503, "request.unsettled"); }

}  // namespace nrmm::storage

#include "storage/listener.hpp"

#include <exception>
#include <memory>
#include <stdexcept>

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include "storage/conninfo.hpp"

namespace nrmm::storage {
namespace {

constexpr int kPeriodMilliseconds = 10'000;
constexpr int kReconnectMilliseconds = 500;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

// A host that does not answer holds neither the thread nor the server's stop.
std::string listening_conninfo(const std::string& dsn) {
  auto parts = parse_conninfo(dsn);
  parts.try_emplace("connect_timeout", "2");  // seconds, for each host
  parts.try_emplace("application_name", "nrmm listens");
  parts.try_emplace("keepalives_idle", "10");
  parts.try_emplace("keepalives_interval", "5");
  parts.try_emplace("keepalives_count", "3");
  return format_conninfo(parts);
}

Connection listen(const std::string& dsn, const std::string& channel) {
  Connection connection(PQconnectdb(dsn.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) return nullptr;
  PGresult* result = PQexec(connection.get(), ("listen " + channel).c_str());
  const bool listening = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return listening ? std::move(connection) : nullptr;
}

void drain(PGconn* connection) {
  while (PGnotify* notification = PQnotifies(connection)) PQfreemem(notification);
}

}  // namespace

Listener::Listener(std::string dsn, std::string channel, std::function<void()> heard)
    : dsn_(listening_conninfo(dsn)), channel_(std::move(channel)), heard_(std::move(heard)) {
  if (::pipe(wake_) != 0) throw std::runtime_error("cannot create a pipe");
  thread_ = std::thread([this] { run(); });
}

Listener::~Listener() {
  (void)!::write(wake_[1], "x", 1);
  thread_.join();
  ::close(wake_[0]);
  ::close(wake_[1]);
}

void Listener::run() {
  Connection connection;
  for (;;) {
    if (!connection) connection = listen(dsn_, channel_);
    try {
      if (connection) heard_();
    } catch (const std::exception&) {
      // The next round tries again; who depends on the outcome reports it (healthz).
    }
    pollfd watched[2] = {{wake_[0], POLLIN, 0}, {connection ? PQsocket(connection.get()) : -1, POLLIN, 0}};
    ::poll(watched, 2, connection ? kPeriodMilliseconds : kReconnectMilliseconds);
    if (watched[0].revents != 0) return;
    if (!connection || watched[1].revents == 0) continue;
    if (PQconsumeInput(connection.get()) == 0)
      connection.reset();
    else
      drain(connection.get());
  }
}

}  // namespace nrmm::storage

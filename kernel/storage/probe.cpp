#include "storage/probe.hpp"

#include <algorithm>

#include <poll.h>

#include "storage/conninfo.hpp"

namespace nrmm::storage {

namespace {

using Clock = std::chrono::steady_clock;

// A standby answers too, but takes no filings.
constexpr const char* kAsk = "select 1 / (not pg_is_in_recovery())::int";

bool wait(PGconn* connection, short events, Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  pollfd socket{PQsocket(connection), events, 0};
  return left > 0 && poll(&socket, 1, static_cast<int>(left)) > 0;
}

}  // namespace

Probe::Probe(const std::string& conninfo) : hosts_(each_host(conninfo)) {}

bool Probe::connect(const std::string& conninfo, Clock::time_point deadline) {
  connection_.reset(PQconnectStart(conninfo.c_str()));
  if (PQstatus(connection_.get()) == CONNECTION_BAD) return false;
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  for (PostgresPollingStatusType next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;) {
    if (next == PGRES_POLLING_FAILED) return false;
    if (!wait(connection_.get(), next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline)) return false;
    next = PQconnectPoll(connection_.get());
  }
  return true;
}

bool Probe::ping(Clock::time_point deadline) {
  PGconn* connection = connection_.get();
  if (!connection || !PQsendQuery(connection, kAsk)) return false;
  bool answered = false;
  for (;;) {
    while (PQisBusy(connection))
      if (!wait(connection, POLLIN, deadline) || !PQconsumeInput(connection)) return false;
    PGresult* result = PQgetResult(connection);
    if (!result) return answered && PQstatus(connection) == CONNECTION_OK;
    answered = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
  }
}

bool Probe::ask(std::chrono::milliseconds patience) {
  const Clock::time_point deadline = Clock::now() + patience;
  const std::lock_guard lock(mutex_);
  // A connection that has gone silent leaves time for another.
  if (ping(Clock::now() + patience / 2) || ask_each(deadline)) return true;
  connection_.reset();
  return false;
}

bool Probe::ask_each(Clock::time_point deadline) {
  for (std::size_t i = 0; i < hosts_.size(); ++i) {
    const auto share = (deadline - Clock::now()) / (hosts_.size() - i);
    const Clock::time_point until = Clock::now() + share;
    if (!connect(hosts_[i], until) || !ping(until)) continue;
    std::rotate(hosts_.begin(), hosts_.begin() + static_cast<std::ptrdiff_t>(i), hosts_.end());
    return true;
  }
  return false;
}

}  // namespace nrmm::storage

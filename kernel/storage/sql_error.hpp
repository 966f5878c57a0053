#pragma once

#include <stdexcept>
#include <string>

namespace nrmm::storage {

// What PostgreSQL answered instead of a result.
class SqlError : public std::runtime_error {
 public:
  SqlError(std::string state, std::string constraint, const std::string& what)
      : std::runtime_error(what), state(std::move(state)), constraint(std::move(constraint)) {}

  bool unique_violation() const { return state == "23505"; }

  // The transaction came to nothing and may do better when it is run again as a whole: it met another one
  // (40001, 40P01, 55P03), its connection is gone (08…, 57P01–57P03, or no SQLSTATE at all) or leads to a
  // server that takes no writes any more (25006).
  bool retryable() const {
    return state.empty() || state == "40001" || state == "40P01" || state == "55P03" || state == "25006";
  }
  // Not the caller's fault and nothing was done: connection lost, statement or lock timeout, no connections,
  // memory or disk space left, a file that cannot be read or written, a server that has become read-only.
  bool unavailable() const {
    return state.empty() || state == "57014" || state == "55P03" || state == "25006" ||
           state.starts_with("53") || state.starts_with("58");
  }
  // Nobody's fault at all: Problem 503, and background work asks again in its next round.
  bool passing() const { return retryable() || unavailable(); }

  // For the log; what() may hold values.
  std::string cause() const {
    return "database: " + (state.empty() ? "connection lost" : "SQLSTATE " + state);
  }

  std::string state;       // SQLSTATE; empty when the connection died, whatever it had said before
  std::string constraint;  // name of the violated constraint, if any
};

// The connection died during COMMIT: what the transaction wrote may be there. Whoever has an idempotency key
// may run it again and finds out.
class OutcomeUnknown : public SqlError {
 public:
  OutcomeUnknown() : SqlError("", "", "the connection was lost during commit") {}
};

}  // namespace nrmm::storage

#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "storage/retries.hpp"
#include "storage/sql_error.hpp"

namespace nrmm::storage {

class Connection;
class Database;
struct Lease;
struct Place;

// A bound parameter: null, or its text form. Texts with NUL are refused (std::invalid_argument): PostgreSQL
// would be given less than the caller holds.
class Param {
 public:
  Param(std::nullptr_t) {}
  Param(std::nullopt_t) {}
  Param(const char* text) : text_(text) {}
  Param(std::string text) : text_(std::move(text)) {}
  Param(std::string_view text) : text_(text) {}
  template <class T>
  requires std::same_as<T, bool> Param(T value) : text_(value ? "true" : "false") {}
  template <class T>
  requires(std::integral<T> && !std::same_as<T, bool>) Param(T value) : text_(std::to_string(value)) {}
  Param(double value);
  Param(const Json& json);                        // jsonb
  Param(const std::vector<std::string>& values);  // text[]
  template <class T>
  Param(const std::optional<T>& value) {
    if (value) *this = Param(*value);
  }

  const char* c_str() const { return text_ ? text_->c_str() : nullptr; }
  const std::optional<std::string>& text() const { return text_; }

 private:
  std::optional<std::string> text_;
};

class Row {
 public:
  Row(const class Rows* rows, int index) : rows_(rows), index_(index) {}

  bool is_null(std::string_view column) const;
  std::string text(std::string_view column) const;  // "" for null
  std::optional<std::string> maybe(std::string_view column) const;
  std::int64_t integer(std::string_view column) const;  // 0 for null
  double number(std::string_view column) const;
  bool flag(std::string_view column) const;
  Json json(std::string_view column) const;                       // null for null
  std::vector<std::string> array(std::string_view column) const;  // text[]

 private:
  const char* raw(std::string_view column) const;

  const Rows* rows_;
  int index_;
};

class Rows {
 public:
  explicit Rows(void* pg_result);  // takes a PGresult

  int size() const;
  bool empty() const { return size() == 0; }
  int affected() const;
  Row operator[](int index) const { return Row(this, index); }
  Row front() const;             // throws std::logic_error when there is none
  std::string_view tag() const;  // "INSERT 0 1", "SET" …

  class Iterator {
   public:
    Iterator(const Rows* rows, int index) : rows_(rows), index_(index) {}
    Row operator*() const { return Row(rows_, index_); }
    Iterator& operator++() { return ++index_, *this; }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Rows* rows_;
    int index_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  friend class Row;
  int column(std::string_view name) const;

  std::shared_ptr<void> result_;
};

// A connection that is set to one city (row-level security, time zone) for as long as it is held. One thread
// at a time.
class Session {
 public:
  // Runs one statement; prepared at its first use on this connection, later only executed. Placeholders are
  // $1 ….
  Rows run(std::string_view sql, const std::vector<Param>& params = {});
  // The same for one row, where none is std::nullopt.
  std::optional<Rows> one(std::string_view sql, const std::vector<Param>& params = {});

  const std::string& city() const;
  bool in_transaction() const;

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) noexcept;
  ~Session();  // rolls back what is open and returns the connection clean

 private:
  friend class Database;
  friend class Transaction;
  Session(Database& database, std::unique_ptr<Lease> lease, Place place);

  Database* database_;
  std::unique_ptr<Lease> lease_;
  Connection* connection_;
  std::unique_ptr<Place> place_;
};

// Rolls back unless committed. Statement and lock timeouts hold inside.
class Transaction {
 public:
  explicit Transaction(Session& session);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Throws OutcomeUnknown when the connection died (the idempotency key settles it), SqlError 25P02 when an
  // earlier statement had failed.
  void commit();

 private:
  Session& session_;
  bool open_ = true;
};

struct DatabaseSettings {
  std::string dsn;  // libpq connection string; several hosts allowed
  int pool = 8;
  std::chrono::milliseconds acquire_timeout{3000};
  std::chrono::milliseconds statement_timeout{10000};
  std::chrono::milliseconds lock_timeout{2000};
};

// How the pool does, since the start where nothing else is said.
struct PoolCounts {
  int size = 0, in_use = 0;  // now
  std::uint64_t waits = 0;   // a session was asked for when all were in use
  std::chrono::microseconds waited{};
  std::uint64_t refused = 0;      // and none came back within acquire_timeout
  std::uint64_t unreachable = 0;  // the database did not take a connection, or had dropped it
};

// The pool. Thread-safe. A connection returns to it only after its transaction is rolled back and its city is
// known; a dead one is replaced, so a restart of PostgreSQL needs no restart here. When one was lost or leads
// to a server that has become read-only, the others are opened anew too, each before its next use.
class Database {
 public:
  explicit Database(DatabaseSettings settings);
  ~Database();

  // `city` empty: no city is set and row-level security shows nothing. `timezone` is the city's, for times in
  // answers. Waits at most acquire_timeout, then throws Problem 503 request.unavailable. `who` names the
  // calls that wait together when something of theirs is locked (stalls.hpp); empty: never held back.
  Session session(const std::string& city, const std::string& who = "");

  // Runs `work` in a transaction, again where that may help (retries.hpp); a lost connection or database is
  // Problem 503: request.unavailable, or request.unsettled when it was lost during COMMIT. `work` must have
  // no effect outside the database.
  template <class Work>
  auto transact(const std::string& city, Work work) -> decltype(work(std::declval<Session&>()));

  // The time zone that sessions of a city use from now on (default Asia/Shanghai).
  void set_timezone(const std::string& city, const std::string& timezone);

  bool reachable();  // for /healthz; bounded by one second
  PoolCounts counts() const;

  // Throws std::runtime_error with one clear line when the role of the DSN is a superuser, may bypass
  // row-level security, or owns tables (X074), or when the schema is older or newer than this program.
  void verify_role_and_schema();

 private:
  friend class Session;
  struct Pool;
  void release(std::unique_ptr<Lease> lease) noexcept;
  [[noreturn]] static void throw_unavailable(const std::string& why);
  [[noreturn]] static void throw_unsettled();

  DatabaseSettings settings_;
  std::unique_ptr<Pool> pool_;
};

template <class Work>
auto Database::transact(const std::string& city, Work work) -> decltype(work(std::declval<Session&>())) {
  for (Retries retries;;) {
    try {
      Session session = this->session(city);
      Transaction transaction(session);
      if constexpr (std::is_void_v<decltype(work(session))>) {
        work(session);
        transaction.commit();
        return;
      } else {
        auto result = work(session);
        transaction.commit();
        return result;
      }
    } catch (const OutcomeUnknown&) {
      throw_unsettled();
    } catch (const SqlError& error) {
      if (retries.again(error)) continue;
      if (error.unavailable()) throw_unavailable(error.cause());
      throw;
    }
  }
}

}  // namespace nrmm::storage

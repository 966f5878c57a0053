#include "storage/connection.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <poll.h>
#include <sys/socket.h>
// Debian's headers ask for Boost but do not depend on it; only bindings that are not used here need it.
#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

namespace nrmm::storage {

namespace {

// SOCI's own factory splits the connection string at blanks and equal signs, which breaks quoted values and
// URIs.
struct Factory : soci::backend_factory {
  soci::details::session_backend* make_session(const soci::connection_parameters& parameters) const override {
    return new soci::postgresql_session_backend(parameters, false);
  }
};

const Factory& factory() {
  static const Factory instance;
  return instance;
}

// A statement text that is built anew each time must not fill the server's memory.
constexpr std::size_t kMaxStatements = 400;

constexpr const char* kSetPlace =
    "select set_config('app.city', $1, false), set_config('TimeZone', $2, false)";

bool changes_session(std::string_view sql) {
  std::string lower(sql);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return lower.find("set_config") != std::string::npos || lower.find("advisory_lock") != std::string::npos;
}

bool tag_changes_session(std::string_view tag) {
  constexpr std::array<std::string_view, 6> kTags{"SET",         "RESET", "LISTEN",
                                                  "DISCARD ALL", "LOAD",  "CREATE TABLE"};
  return std::find(kTags.begin(), kTags.end(), tag) != kTags.end();
}

std::vector<const char*> values_of(const std::vector<Param>& params) {
  std::vector<const char*> values;
  values.reserve(params.size());
  for (const Param& param : params) {
    if (param.text() && param.text()->find('\0') != std::string::npos)
      throw std::invalid_argument("a text with NUL cannot be stored");
    values.push_back(param.c_str());
  }
  return values;
}

bool lost(std::string_view state) { return state.starts_with("08") || state.starts_with("57P0"); }

}  // namespace

Connection::Connection(std::string conninfo, std::chrono::milliseconds patience)
    : conninfo_(std::move(conninfo)), patience_(patience) {}
Connection::~Connection() = default;

PGconn* Connection::handle() {
  auto* backend =
      session_ ? static_cast<soci::postgresql_session_backend*>(session_->get_backend()) : nullptr;
  if (!backend) throw SqlError("", "", "not connected to the database");
  return backend->conn_;
}

void Connection::open() {
  if (session_ && alive()) return;
  statements_.clear();
  place_.reset();
  dirty_ = false;
  try {
    if (session_)
      session_->reconnect();
    else
      session_ = std::make_unique<soci::session>(soci::connection_parameters(factory(), conninfo_));
  } catch (const std::exception& error) {
    close();
    throw SqlError("", "", error.what());
  }
  // Warnings and notices may quote values; nobody reads a server's standard error for them.
  PQsetNoticeProcessor(
      handle(), [](void*, const char*) {}, nullptr);
}

void Connection::close() noexcept {
  session_.reset();
  statements_.clear();
  place_.reset();
  transaction_ = false;
  dirty_ = false;
}

bool Connection::alive() {
  if (!session_ || !session_->get_backend()) return false;
  PGconn* connection = handle();
  for (int reads = 0; reads < 8 && PQstatus(connection) == CONNECTION_OK; ++reads) {
    pollfd socket{PQsocket(connection), POLLIN, 0};
    if (poll(&socket, 1, 0) == 0) return true;  // an idle server says nothing
    PQconsumeInput(connection);                 // a farewell, the end of the stream, or a harmless notice
  }
  return false;
}

void Connection::settle(const Place& place) {
  if (transaction_) {
    handle();
    return;
  }
  open();
  if (place_ == place || PQtransactionStatus(handle()) != PQTRANS_IDLE) return;
  execute(kSetPlace, prepared(kSetPlace), {place.city, place.timezone});
  place_ = place;
}

const Connection::Statement* Connection::prepared(std::string_view sql) {
  std::string text(sql);
  if (const auto found = statements_.find(text); found != statements_.end()) return &found->second;
  if (statements_.size() >= kMaxStatements) return nullptr;
  Statement statement{"s" + std::to_string(statements_.size()), changes_session(sql)};
  answer(PQsendPrepare(handle(), statement.name.c_str(), text.c_str(), 0, nullptr));
  return &statements_.emplace(std::move(text), std::move(statement)).first->second;
}

Rows Connection::execute(std::string_view sql, const Statement* statement, const std::vector<Param>& params) {
  const auto values = values_of(params);
  const int count = static_cast<int>(values.size());
  if (statement)
    return answer(
        PQsendQueryPrepared(handle(), statement->name.c_str(), count, values.data(), nullptr, nullptr, 0));
  return answer(PQsendQueryParams(handle(), std::string(sql).c_str(), count, nullptr, values.data(), nullptr,
                                  nullptr, 0));
}

// As PQexec does it, the last result counts; but whoever waits for a server that hangs is let go.
Rows Connection::answer(int sent) {
  PGconn* connection = handle();
  PGresult* last = nullptr;
  while (sent != 0) {
    hear();
    PGresult* next = PQgetResult(connection);
    if (!next) break;
    PQclear(last);
    last = next;
  }
  return accept(last ? last : PQmakeEmptyPGresult(connection, PGRES_FATAL_ERROR));
}

void Connection::hear() {
  PGconn* connection = handle();
  const auto until = std::chrono::steady_clock::now() + patience_;
  while (PQisBusy(connection)) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd socket{PQsocket(connection), POLLIN, 0};
    if (left.count() <= 0 || poll(&socket, 1, static_cast<int>(left.count())) == 0)
      ::shutdown(PQsocket(connection), SHUT_RDWR);  // libpq now finds the end of the stream
    if (PQconsumeInput(connection) == 0) return;
  }
}

Rows Connection::run(std::string_view sql, const std::vector<Param>& params) {
  if (sql.find('\0') != std::string_view::npos) throw std::invalid_argument("a statement with NUL");
  const Statement* statement = prepared(sql);
  if (statement ? statement->changes_session : changes_session(sql)) dirty_ = true;
  Rows rows = execute(sql, statement, params);
  if (tag_changes_session(rows.tag())) dirty_ = true;
  if (dirty_) place_.reset();
  return rows;
}

void Connection::script(const std::string& sql) { answer(PQsendQuery(handle(), sql.c_str())); }

bool Connection::in_transaction() const {
  return transaction_ ||
         (session_ && PQtransactionStatus(const_cast<Connection*>(this)->handle()) != PQTRANS_IDLE);
}

void Connection::begin() {
  if (in_transaction()) throw std::logic_error("a transaction is open already");
  script("begin");
  transaction_ = true;
}

void Connection::commit() {
  if (PQtransactionStatus(handle()) == PQTRANS_INERROR) {
    rollback();
    throw SqlError("25P02", "", "a statement of this transaction had failed");
  }
  transaction_ = false;
  if (!alive()) lose();  // nobody was asked to commit
  try {
    const Rows done = answer(PQsendQuery(handle(), "commit"));
    if (done.tag() != "COMMIT") throw SqlError("25P02", "", "the transaction was rolled back");
  } catch (const SqlError& error) {
    if (error.state.empty()) throw OutcomeUnknown();
    throw;
  }
}

void Connection::rollback() noexcept {
  transaction_ = false;
  place_.reset();
  try {
    if (PQtransactionStatus(handle()) != PQTRANS_IDLE) script("rollback");
  } catch (...) {
    close();
  }
}

void Connection::tidy() noexcept {
  try {
    if (!session_) return;
    if (in_transaction()) rollback();
    if (session_ &&
        (dirty_ || PQstatus(handle()) != CONNECTION_OK || PQtransactionStatus(handle()) != PQTRANS_IDLE))
      close();
  } catch (...) {
    close();
  }
}

void Connection::borrowed(unsigned generation) noexcept {
  if (generation_ != generation) close();
  generation_ = generation;
  astray_ = in_vain_ = false;
}

Rows Connection::accept(PGresult* result) {
  Rows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows;
  if (status == PGRES_EMPTY_QUERY) throw std::logic_error("an empty statement");
  fail(result);
}

void Connection::lose() {
  dirty_ = astray_ = true;
  throw SqlError("", "", "the connection to the database is lost");
}

// Only the primary message is passed on: the detail quotes row values, and so do messages of class 22.
void Connection::fail(const PGresult* result) {
  place_.reset();
  const auto field = [&](int code) {
    const char* text = PQresultErrorField(result, code);
    return std::string(text ? text : "");
  };
  const std::string state = field(PG_DIAG_SQLSTATE);
  if (PQstatus(handle()) != CONNECTION_OK || state.empty() || lost(state)) lose();
  if (state == "55P03" || state == "57014") in_vain_ = true;
  if (state == "25006") astray_ = true;
  // A plan or a role of before a migration or fail-over: this connection has outlived it.
  if (state == "0A000" || state == "26000" || state == "25006") dirty_ = true;
  const std::string message =
      state.starts_with("22") ? "a value that PostgreSQL refuses" : field(PG_DIAG_MESSAGE_PRIMARY);
  throw SqlError(state, field(PG_DIAG_CONSTRAINT_NAME), "SQLSTATE " + state + ": " + message);
}

}  // namespace nrmm::storage

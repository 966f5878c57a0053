#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <libpq-fe.h>

#include "storage/database.hpp"

namespace soci {
class session;
}

namespace nrmm::storage {

// Whom a connection works for: row-level security and the time zone of times in answers.
struct Place {
  std::string city;
  std::string timezone;
  bool operator==(const Place&) const = default;
};

// One connection: SOCI opens, owns and reconnects it, statements run over its libpq handle
// (docs/decisions/0001). Everything throws SqlError; its state is empty whenever the connection is lost. One
// thread at a time.
class Connection {
 public:
  // A server that says nothing to a statement for `patience` counts as lost.
  explicit Connection(std::string conninfo, std::chrono::milliseconds patience = std::chrono::hours(24));
  ~Connection();

  void open();  // connects, or does nothing when that is done
  void close() noexcept;
  bool is_open() const { return session_ != nullptr; }
  bool alive();  // asks the socket, not the server: costs no round trip

  // Sets the place if it is another or unknown. Only outside transactions: a rollback would take it back.
  void settle(const Place& place);
  const std::optional<Place>& place() const { return place_; }

  Rows run(std::string_view sql, const std::vector<Param>& params);
  void script(const std::string& sql);  // several statements, none of them prepared
  bool in_transaction() const;
  void begin();
  void commit();
  void rollback() noexcept;

  // For the next borrower: nothing open, nothing set. What cannot be made so is closed.
  void tidy() noexcept;
  // Begins the use by another borrower; opened anew if it is of an older generation than the pool.
  void borrowed(unsigned generation) noexcept;
  bool led_astray() const { return astray_; }       // lost in use, or to a server that has become read-only
  bool waited_in_vain() const { return in_vain_; }  // for a lock, or for a statement's end

 private:
  struct Statement {
    std::string name;
    bool changes_session;  // set_config, session-level locks: not known from the answer
  };

  PGconn* handle();
  const Statement* prepared(std::string_view sql);
  Rows execute(std::string_view sql, const Statement* statement, const std::vector<Param>& params);
  Rows answer(int sent);
  void hear();
  Rows accept(PGresult* result);
  [[noreturn]] void fail(const PGresult* result);
  [[noreturn]] void lose();

  std::string conninfo_;
  std::chrono::milliseconds patience_;
  std::unique_ptr<soci::session> session_;
  std::unordered_map<std::string, Statement> statements_;
  std::optional<Place> place_;
  bool transaction_ = false;  // a Transaction stands on this connection, even if the server has lost it
  bool dirty_ = false;        // the borrower changed the session itself
  bool astray_ = false;
  bool in_vain_ = false;
  unsigned generation_ = 0;
};

}  // namespace nrmm::storage

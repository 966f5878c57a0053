#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "storage/database.hpp"

namespace nrmm::http {

// A request that must have one effect however often it is sent (contract, Idempotency).
struct Repeatable {
  std::string scope;  // whose key it is: account:…, phone:…, address:…
  std::string path;   // method and path
  std::string key;
  std::string body;  // what must be the same; kept only as a keyed hash
};

// An answer as it is kept for a repetition, secrets left out.
struct Kept {
  int status = 0;
  Json body;
  std::string etag;
};

// Thrown out of the handler at its first use of the database when the request was answered before.
struct Answered {
  Kept answer;
};

// One request's dealings with the database. The router is its only caller.
class Work {
 public:
  virtual ~Work() = default;

  virtual std::optional<Actor> authenticate(std::string_view token) = 0;

  // From now on session() opens a transaction; `repeatable` is looked up and locked first in it.
  virtual void begin_writing(std::optional<Repeatable> repeatable) = 0;
  // Throws Answered for a repetition, Problem 422 for a key used with another body.
  virtual storage::Session& session() = 0;
  // Commits what the handler wrote. `keep` is stored in the same transaction.
  virtual void commit(const std::optional<Kept>& keep) = 0;
  virtual void rollback() noexcept = 0;
  // Stores a refusal after a rollback; a repetition that was quicker wins, silently.
  virtual void keep_refusal(const Kept& refusal) = 0;
};

class WorkSource {
 public:
  virtual ~WorkSource() = default;
  // `who` names the calls that wait together where something is locked (storage/stalls.hpp).
  virtual std::unique_ptr<Work> open(const std::string& city, const std::string& who) = 0;
};

}  // namespace nrmm::http

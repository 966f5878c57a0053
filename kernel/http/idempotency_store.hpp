#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "http/work.hpp"
#include "storage/database.hpp"
#include "storage/seal.hpp"

namespace nrmm::http {

// The rows of table idempotency. Scopes and bodies are kept as keyed hashes, answers sealed: they hold what
// people wrote.
class IdempotencyStore {
 public:
  explicit IdempotencyStore(const storage::Seal& seal) : seal_(seal) {}

  // In a transaction: takes the key for this request, waiting for a concurrent one that holds it. The answer
  // when it was given before; Problem 422 request.idempotency_reused for another body.
  std::optional<Kept> take(storage::Session& session, const Repeatable& what) const;
  // In the transaction that took the key: the answer, or the key given back (429, 5xx).
  void keep(storage::Session& session, const Repeatable& what, const Kept& answer) const;
  void give_back(storage::Session& session, const Repeatable& what) const;

 private:
  std::string scope(const storage::Session& session, const Repeatable& what) const;
  std::string body_hash(const storage::Session& session, const Repeatable& what) const;
  std::string context(const storage::Session& session) const;

  const storage::Seal& seal_;
};

// Deletes the session's city's rows that are older than a day. For the background work of each city.
int expire_idempotency(storage::Session& session);

}  // namespace nrmm::http

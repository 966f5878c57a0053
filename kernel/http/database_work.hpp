#pragma once

#include <memory>
#include <string>

#include "http/idempotency_store.hpp"
#include "http/services.hpp"
#include "http/work.hpp"
#include "storage/seal.hpp"

namespace nrmm::http {

// Requests on PostgreSQL. A connection is held only from a handler's first use of the database to its end,
// and for the one round trip of authentication.
class DatabaseWorks : public WorkSource {
 public:
  DatabaseWorks(storage::Database& database, Authenticator& authenticator,
                std::shared_ptr<const storage::Seal> seal);

  std::unique_ptr<Work> open(const std::string& city, const std::string& who) override;

 private:
  storage::Database& database_;
  Authenticator& authenticator_;
  std::shared_ptr<const storage::Seal> seal_;
  IdempotencyStore store_;
};

}  // namespace nrmm::http

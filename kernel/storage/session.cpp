#include "base/spent.hpp"
#include "storage/connection.hpp"
#include "storage/database.hpp"
#include "storage/lease.hpp"

namespace nrmm::storage {

Session::Session(Database& database, std::unique_ptr<Lease> lease, Place place)
    : database_(&database),
      lease_(std::move(lease)),
      connection_(lease_->connection.get()),
      place_(std::make_unique<Place>(std::move(place))) {}

Session::Session(Session&&) noexcept = default;

Session::~Session() {
  if (lease_) database_->release(std::move(lease_));
}

Rows Session::run(std::string_view sql, const std::vector<Param>& params) {
  const Spending spending(Phase::database);
  connection_->settle(*place_);
  return connection_->run(sql, params);
}

std::optional<Rows> Session::one(std::string_view sql, const std::vector<Param>& params) {
  Rows rows = run(sql, params);
  if (rows.empty()) return std::nullopt;
  return rows;
}

const std::string& Session::city() const { return place_->city; }
bool Session::in_transaction() const { return connection_->in_transaction(); }

Transaction::Transaction(Session& session) : session_(session) {
  const Spending spending(Phase::database);
  session_.connection_->settle(*session_.place_);
  session_.connection_->begin();
}

Transaction::~Transaction() {
  if (open_) session_.connection_->rollback();
}

void Transaction::commit() {
  const Spending spending(Phase::database);
  open_ = false;
  session_.connection_->commit();
}

}  // namespace nrmm::storage

#include "storage/savepoint.hpp"

namespace nrmm::storage {

Savepoint::Savepoint(Session& session) : session_(session) { session_.run("savepoint part"); }

Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    session_.run("rollback to savepoint part");
    session_.run("release savepoint part");  // else the next one would lie within it
  } catch (const std::exception&) {
    // The connection is gone, and the whole transaction with it.
  }
}

void Savepoint::keep() {
  session_.run("release savepoint part");
  open_ = false;
}

}  // namespace nrmm::storage

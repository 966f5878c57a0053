#include "storage/savepoint.hpp"

#include <exception>

#include "base/problem.hpp"
#include "storage/sql_error.hpp"

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

std::string failure_of(Session& session, const std::function<void()>& work) {
  try {
    Savepoint part(session);
    work();
    part.keep();
  } catch (const Problem& problem) {
    return problem.code;
  } catch (const SqlError& error) {
    if (error.passing()) throw;
    return "SQLSTATE " + error.state;
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace nrmm::storage

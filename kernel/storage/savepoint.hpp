#pragma once

#include "storage/database.hpp"

namespace nrmm::storage {

// A part of the open transaction that may come to nothing by itself: rolled back unless kept. One at a time
// in a session.
class Savepoint {
 public:
  explicit Savepoint(Session& session);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;

  void keep();

 private:
  Session& session_;
  bool open_ = true;
};

}  // namespace nrmm::storage

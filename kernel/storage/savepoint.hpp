#pragma once

#include <functional>
#include <string>

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

// Does one piece of background work of several by itself: why it failed, and then nothing of it is done;
// empty: it did not. What is nobody's fault is thrown: all of it is asked again.
std::string failure_of(Session& session, const std::function<void()>& work);

}  // namespace nrmm::storage

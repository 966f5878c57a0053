#pragma once

#include <chrono>

#include "storage/sql_error.hpp"

namespace nrmm::storage {

// How often a transaction that came to nothing is run again: three times at most, with longer and longer
// waits that differ from thread to thread, and never begun later than two seconds after the first. One for
// each transaction.
class Retries {
 public:
  // Waits and says that it is worth another try; false at once where the error does not pass by itself, or
  // the tries or the time are used up. Give connections back before.
  bool again(const SqlError& error);

 private:
  std::chrono::steady_clock::time_point first_ = std::chrono::steady_clock::now();
  int tried_ = 1;
};

// The wait before try number `next` (2, 3 …): doubled from 20 ms, at most 200 ms, half of it by chance.
void pause_before_try(int next);

}  // namespace nrmm::storage

#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "users/settings.hpp"

namespace nrmm::users {

// Argon2id. A hash is meant to be slow, so only a few run at once and a few more wait; the rest is refused
// with Problem 503 request.unavailable and leaves the cores to everybody else (X058). Thread-safe. Hold no
// database connection while calling.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost);

  std::string hash(std::string_view password);
  // An empty `hash` is no account's: the answer is false and takes as long (X057).
  bool verify(std::string_view password, const std::string& hash);

 private:
  class Turn;

  PasswordCost cost_;
  std::string nobodys_;
  std::mutex mutex_;
  std::condition_variable free_;
  int running_ = 0;
  int waiting_ = 0;
};

}  // namespace nrmm::users

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "users/limits.hpp"
#include "users/personal_numbers.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// Slows guessing of passwords down without locking anybody out (X053): after some failures of a login from
// one address, or very many from anywhere, the next try has to wait, a little longer each time, at most
// `longest_delay`. The holder signs in after that delay, or from another address at once; SMS ways are not
// touched. Thread-safe.
class SignInBrake {
 public:
  SignInBrake(const PersonalNumbers& numbers, SignInLimits limits) : numbers_(numbers), limits_(limits) {}

  // Problem 429 session.too_many with Retry-After when the try comes too early. Ask before the password is
  // looked at, so that a guess costs nothing but the wait.
  void check(storage::Session& session, const std::string& login, const std::string& address) const;
  void failed(storage::Session& session, const std::string& login, const std::string& address) const;
  // Forgets the failures of this login from this address.
  void succeeded(storage::Session& session, const std::string& login, const std::string& address) const;

 private:
  struct Counter {
    std::string name;
    int free;
  };
  // That of the pair first.
  std::vector<Counter> counters(const std::string& city, const std::string& login,
                                const std::string& address) const;
  std::optional<Limit> delay(storage::Session& session, const std::string& name, int free) const;

  const PersonalNumbers& numbers_;
  SignInLimits limits_;
};

}  // namespace nrmm::users

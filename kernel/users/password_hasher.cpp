#include "users/password_hasher.hpp"

#include <array>
#include <stdexcept>

#include <sodium.h>

#include "base/problem.hpp"
#include "base/random.hpp"

namespace nrmm::users {

class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
    std::unique_lock lock(hasher_.mutex_);
    if (hasher_.running_ >= hasher_.cost_.at_once) wait(lock);
    ++hasher_.running_;
  }
  ~Turn() {
    const std::lock_guard lock(hasher_.mutex_);
    --hasher_.running_;
    hasher_.free_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  void wait(std::unique_lock<std::mutex>& lock) {
    if (hasher_.waiting_ >= hasher_.cost_.queue) refuse();
    ++hasher_.waiting_;
    const bool ours = hasher_.free_.wait_for(lock, hasher_.cost_.patience,
                                             [&] { return hasher_.running_ < hasher_.cost_.at_once; });
    --hasher_.waiting_;
    if (!ours) refuse();
  }
  [[noreturn]] static void refuse() {
    Problem problem = out_of_service("too many passwords wait for their hash");
    problem.retry_after = 1;
    throw problem;
  }

  PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  nobodys_ = hash(random_token());
}

std::string PasswordHasher::hash(std::string_view password) {
  const Turn turn(*this);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.passes,
                            cost_.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw out_of_service("no memory for a password's hash");
  return out.data();
}

bool PasswordHasher::verify(std::string_view password, const std::string& hash) {
  const Turn turn(*this);
  const std::string& against = hash.empty() ? nobodys_ : hash;
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

}  // namespace nrmm::users

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passport/token.hpp"

namespace nrmm::passport {

// A public key that is believed, up to its last day, where it speaks for its city.
struct TrustedKey {
  std::string city;  // empty: every city of this deployment, for it is its own
  std::string public_key;
  std::optional<Date> until{};  // the last day; none: it is in use
};

enum class Fault {
  none,
  malformed,    // not a passport, or not whole
  unknown_key,  // of a key that is not trusted, or not for that city
  forged,       // not what the named key signed
  key_expired,  // of a key whose last day is over
  not_yet,      // issued after today
  too_old       // issued longer ago than the reader takes
};
const char* name_of(Fault fault);

struct Reading {
  std::optional<Content> says{};  // whatever it is worth; nothing where it is malformed
  Fault fault = Fault::malformed;

  bool valid() const { return fault == Fault::none; }
};

// The keys that a deployment believes. Reading asks nobody: what is known here is enough. Thread-safe.
class Trust {
 public:
  explicit Trust(std::vector<TrustedKey> keys) : keys_(std::move(keys)) {}

  // `most_days`: how long after its issue a passport is taken; none: for ever.
  Reading read(std::string_view text, Date on, std::optional<int> most_days = std::nullopt) const;

 private:
  Fault fault_of_key(const Token& token, Date on) const;

  std::vector<TrustedKey> keys_;
};

}  // namespace nrmm::passport

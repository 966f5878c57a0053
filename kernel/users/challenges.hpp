#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "users/personal_numbers.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// Stands before bulk: after the first few text messages of a phone, a network address or the whole city the
// next one wants a question answered (X054, X067). A question is good for one answer, for the phone, purpose
// and address it was put to, and for five minutes. Counters live in PostgreSQL, the limits are configuration.
// Thread-safe.
class Challenges {
 public:
  struct Ask {
    std::string phone;  // normal form
    std::string purpose;
    std::string address;
  };
  Challenges(const PersonalNumbers& numbers, ChallengeLimits limits) : numbers_(numbers), limits_(limits) {}

  // Before a message is sent. `given` is the request's `challenge`: {id, answer}. Problem 429 sms.challenge
  // with a new question as member `challenge` {id, question}; it keeps what was written.
  void require(storage::Session& session, const Ask& ask, const std::optional<Json>& given) const;

 private:
  bool wanted(storage::Session& session, const Ask& ask) const;
  std::string asked_of(storage::Session& session, const Ask& ask) const;
  bool answered(storage::Session& session, const Ask& ask, const Json& given) const;

  const PersonalNumbers& numbers_;
  ChallengeLimits limits_;
};

}  // namespace nrmm::users

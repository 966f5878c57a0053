#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "users/personal_numbers.hpp"
#include "users/settings.hpp"
#include "users/sms_code_store.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::users {

// One-time codes that prove a phone is in somebody's hand. A code is bound to its city, phone and purpose,
// lives ten minutes, survives five tries and is used once; asking again ends the older one. Thread-safe.
class SmsCodes {
 public:
  SmsCodes(const workflows::OutboxWriter& outbox, const PersonalNumbers& numbers, SmsLimits limits)
      : outbox_(outbox), numbers_(numbers), limits_(limits) {}

  static bool known_purpose(std::string_view purpose);

  // Sends a code; the phone (normal form) need not be anybody's. Problem 429 sms.too_many with Retry-After.
  // True when it was the last that the city's budget of this hour allows: once an hour, for all servers.
  bool send(storage::Session& session, const cities::Pack& pack, const std::string& phone,
            const std::string& purpose, const std::string& address) const;

  // Uses the code up; false when it is wrong, spent, too old, or another phone's, purpose's or city's. Counts
  // the try in the session's transaction, so the caller must let that commit: refuse with refused().
  bool verify(storage::Session& session, std::string_view phone, std::string_view purpose,
              std::string_view code) const;
  // The same without using it up, for a sign-in that may still want a second factor: use_up() follows in the
  // same transaction when all is well. A code that was only looked at has one try less.
  bool matches(storage::Session& session, std::string_view phone, std::string_view purpose,
               std::string_view code) const;
  void use_up(storage::Session& session, std::string_view phone, std::string_view purpose,
              std::string_view code) const;
  // Whether there is a code that could still be right. Nothing is counted.
  bool pending(storage::Session& session, std::string_view phone, std::string_view purpose) const;

  // A code as clients must send it: a JSON string of six ASCII digits. Problem 400 for anything else.
  static std::string required_code(const Json& body, const std::string& member);

  // 422 sms.refused naming the member or field; keeps the counted try.
  static Problem refused(const cities::Pack& pack, const std::string& field);

  std::chrono::seconds valid() const { return limits_.valid; }

 private:
  bool count_for_all(storage::Session& session, const std::string& address) const;
  std::string code_mac(std::string_view city, std::string_view phone_mac, std::string_view purpose,
                       std::string_view code) const;
  CodeRow row_of(storage::Session& session, std::string_view phone, std::string_view purpose,
                 std::string_view code) const;

  const workflows::OutboxWriter& outbox_;
  const PersonalNumbers& numbers_;
  SmsLimits limits_;
};

}  // namespace nrmm::users

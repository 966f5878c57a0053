#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"

namespace nrmm::workflows {

// Words of the fact profile_state.
namespace profile {
inline constexpr const char* kNotNeeded = "not_needed";
inline constexpr const char* kDraft = "draft";
inline constexpr const char* kInReview = "in_review";
inline constexpr const char* kApproved = "approved";
}  // namespace profile

struct Officer {
  std::string id, name;
  std::vector<std::string> districts;  // empty: the whole city
};

// Whose work a case is: officers' roles, and where the case belongs; an empty text asks for nothing, but a
// department's or a township's officer is in charge of what names his own only.
struct Office {
  std::vector<std::string> roles;
  std::string district, department, township;
};

// What workflows and subjects ask about accounts; users/ answers. Thread-safe. Ids are account ids of the
// session's city.
class People {
 public:
  virtual ~People() = default;

  // {account_kind: person|enterprise, profile_state: not_needed|draft|in_review|approved}
  virtual Json facts(storage::Session&, const cities::Pack&, const std::string& account) = 0;
  // Whose account is registered with a phone in its normal form, where it may own machines: with role
  // `owner`.
  virtual std::optional<std::string> with_phone(storage::Session&, std::string_view phone) = 0;
  // Officers in charge whose accounts work, by name.
  virtual std::vector<Officer> officers(storage::Session&, const Office&) = 0;
  // The phone in clear, for a channel that must reach its holder; never for an answer.
  virtual std::string phone_of(storage::Session&, const std::string& account) = 0;
  // What the account says of its holder, as the forms `account` and `profile` ask it; personal values sealed.
  // A profile counts once it is approved, where the city looks at it.
  virtual Json answers(storage::Session&, const cities::Pack&, const std::string& account) = 0;
  // Whether two accounts are one person or one firm: the same account, phone, ID number or credit code.
  virtual bool same_person(storage::Session&, const std::string& a, const std::string& b) = 0;
  // Uses up a code sent to the phone for the purpose. False when it is wrong, spent or too old; a failed try
  // is counted even though the request is then refused.
  virtual bool confirm_code(storage::Session&, std::string_view phone, std::string_view purpose,
                            std::string_view code) = 0;
  // The same for codes that are good only together: a look at each, which counts a try and makes every other
  // look wait; once all are right, each is used up in the same transaction.
  virtual bool code_matches(storage::Session&, std::string_view phone, std::string_view purpose,
                            std::string_view code) = 0;
  virtual void use_up_code(storage::Session&, std::string_view phone, std::string_view purpose,
                           std::string_view code) = 0;
};

}  // namespace nrmm::workflows

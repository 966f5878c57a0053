#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/account_store.hpp"

namespace nrmm::users {

// Who an account is, taken from judged answers by the contract's shared field keys; what the city's form does
// not ask for is empty.
struct Identity {
  std::string name;
  std::string id_number;  // a person's, open
  std::string uscc;
};

Identity identity_of(const std::string& kind, const Json& answers);

// The account's own columns follow; an empty name keeps the one it has.
void put_identity(Account& account, const Identity& identity, const std::string& city,
                  const PersonalNumbers& numbers);
AccountKeys identity_keys(const Identity& identity, const std::string& city, const PersonalNumbers& numbers);

// What of it is another account's already: identity numbers always, credit codes where people sign in by
// them.
std::vector<Finding> taken(storage::Session& session, const cities::Pack& pack, const Identity& identity,
                           const std::string& self, Date on, const PersonalNumbers& numbers);
// Problem 422 when something is.
void require_free(storage::Session& session, const cities::Pack& pack, const Identity& identity,
                  const std::string& self, Date on, const PersonalNumbers& numbers);

}  // namespace nrmm::users

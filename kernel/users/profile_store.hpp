#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "storage/database.hpp"

// The profile's part of an account's row, within the session's city and transaction.
namespace nrmm::users {

struct ProfileRow {
  Json answers = Json::object();  // sealed
  std::string state;              // not_needed: nothing was ever submitted
  std::string case_id;            // the latest; empty: none
};

std::optional<ProfileRow> find_profile(storage::Session& session, const std::string& account);
void put_profile(storage::Session& session, const std::string& account, const Json& answers);
void set_profile_state(storage::Session& session, const std::string& account, const std::string& state,
                       const std::string& case_id);
void lock_account(storage::Session& session, const std::string& account);

}  // namespace nrmm::users

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/duty.hpp"

// Officers' rows as their superiors see them, within the session's city and transaction.
namespace nrmm::users::officer_store {

// Words of the filter `state`.
inline constexpr const char* kToIssue = "to_issue";  // approved, has no password yet
inline constexpr const char* kInService = "in_service";
inline constexpr const char* kSuspended = "suspended";

const char* state_of(const Account& account);

struct Filter {
  std::optional<std::vector<std::string>> districts;  // of who asks: officers who work in one of them
  std::string role, district, department, state, login, before;  // empty: any
  int limit = 20;
};

std::vector<Account> list(storage::Session& session, const Filter& filter);  // newest first
// False when the account is not at `account.version` any more.
bool update_duty(storage::Session& session, const Account& account, const Duty& duty);

}  // namespace nrmm::users::officer_store

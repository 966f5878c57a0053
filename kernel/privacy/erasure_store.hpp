#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "storage/database.hpp"

namespace nrmm::privacy::erasure_store {

struct Request {
  std::string requested_at, erase_after, erased_at;
};
std::optional<Request> find(storage::Session&, const std::string& account);
// A second request changes nothing.
void add(storage::Session&, const std::string& account, Date erase_after);
bool withdraw(storage::Session&, const std::string& account);  // false: there was none, or too late

// What of the account the law still wants kept.
struct Kept {
  int open_cases = 0;            // his own, opened by him, or with a part of his
  int registered = 0;            // machines and sites of his that are registered or under way
  std::optional<Date> last_end;  // the day his last case or machine ended
};
Kept kept(storage::Session&, const std::string& account);

// Accounts whose time has come and of which nothing is kept, the longest due first: no case that runs, no
// machine that is registered, and the last of them ended before this day, where one is given.
std::vector<std::string> due(storage::Session&, const std::optional<Date>& ended_before, int most);
// As the database's function nrmm_erase_account guards it.
void erase(storage::Session&, const std::string& account, const std::string& called);

}  // namespace nrmm::privacy::erasure_store

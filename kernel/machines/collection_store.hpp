#pragma once

#include <optional>
#include <string>
#include <vector>

#include "machines/collection.hpp"

// The SQL of hand-outs.
namespace nrmm::machines::collection_store {

void insert(storage::Session&, const Collection&);
// What is not collected yet is at the desk of another district now.
void move(storage::Session&, const std::string& machine, const std::string& district);
// Nothing is handed out any more; `collected_too`: that something was is forgotten, for a new sign.
void drop(storage::Session&, const std::string& machine, bool collected_too);
std::optional<Collection> of_machine(storage::Session&, const std::string& machine);
std::optional<Collection> lock(storage::Session&, const std::string& serial);

void count_try(storage::Session&, const std::string& serial);
// A new password; none is taken for so many seconds.
void renew(storage::Session&, const std::string& serial, const std::string& password_sealed, int seconds);
void set_collected(storage::Session&, const std::string& serial, const std::string& officer,
                   const std::string& receiver);

struct Filter {
  std::optional<std::vector<std::string>> districts;  // none: the whole city; of any desk always
  std::optional<bool> collected, overdue;
  std::string before;  // id
  int limit = 20;
};
// Those whose day to be told of has come, locked; others' are passed over.
std::vector<Collection> lock_woken(storage::Session&, int limit);
// Until the day after the last one; after that for good.
void sleep_on(storage::Session&, const std::string& serial);
void sleep_for_good(storage::Session&, const std::string& serial);
void sleep_till_tomorrow(storage::Session&, const std::string& serial);

std::vector<Collection> list(storage::Session&, const Filter&);

}  // namespace nrmm::machines::collection_store

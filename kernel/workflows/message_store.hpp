#pragma once

#include <string>

#include "base/json.hpp"
#include "storage/database.hpp"

// The SQL of people's messages inside the register.
namespace nrmm::workflows::message_store {

struct Message {
  std::string account, event, text, subject_type, subject_id;
};

void add(storage::Session&, const Message&);
// {items, next} of one account, newest first. `before` is the id a page ended with; empty: the first page.
Json page(storage::Session&, const std::string& account, const std::string& before, int limit);
// False when the message is none of this account's.
bool mark_read(storage::Session&, const std::string& account, const std::string& id);

}  // namespace nrmm::workflows::message_store

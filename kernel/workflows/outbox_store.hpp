#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

// The SQL of messages on their way out.
namespace nrmm::workflows::outbox_store {

void add(storage::Session&, const std::string& channel, const std::string& sealed);

struct Waiting {
  std::string id, channel, sealed, time;
  int tries = 0;  // this one included
};

// Takes messages that are due for one try each: nobody else gets them before the lease has passed.
std::vector<Waiting> claim(storage::Session&, const std::vector<std::string>& channels, int lease_seconds,
                           int limit);
void done(storage::Session&, const std::string& id);
void again_in(storage::Session&, const std::string& id, long seconds);
void give_up(storage::Session&, const std::string& id);

}  // namespace nrmm::workflows::outbox_store

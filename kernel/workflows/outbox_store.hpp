#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

// The SQL of messages on their way out.
namespace nrmm::workflows::outbox_store {

void add(storage::Session&, const std::string& channel, const std::string& sealed);

struct Waiting {
  std::string id, channel, sealed, time;
  int tries = 0;             // this one included
  bool interrupted = false;  // an earlier try began and nobody knows how it ended
};

// Takes messages that are due for one try each: nobody else gets them before the lease has passed.
std::vector<Waiting> claim(storage::Session&, const std::vector<std::string>& channels, int lease_seconds,
                           int limit);
void give_back(storage::Session&, const std::string& id, int tries);  // not tried after all
// The try begins. false: the lease has passed meanwhile and another server has the message.
bool trying(storage::Session&, const std::string& id, int tries);
// What became of a try. Of a reason the first 200 bytes are kept, long numbers blotted out.
void done(storage::Session&, const std::string& id);
void again_in(storage::Session&, const std::string& id, long seconds, const std::string& reason);
void give_up(storage::Session&, const std::string& id, const std::string& reason);
void unknown(storage::Session&, const std::string& id, const std::string& reason);

// A message that is not out: given up, perhaps sent, or tried in vain so far.
struct Stuck {
  std::string id, channel, time;  // when it was written, RFC 3339
  std::string state;              // failed, unknown or delayed
  std::string reason;             // of the last try; empty where none has ended
  int tries = 0;
};

// What waits to be delivered, by channel.
struct Load {
  std::string channel;
  std::int64_t messages = 0;
  double oldest = 0;  // its age in seconds
};
std::vector<Load> loads(storage::Session&);

// The oldest first, at most `limit`.
std::vector<Stuck> stuck(storage::Session&, int limit);
// A failed or unknown one is tried again from now on. false: there is none of that id.
bool retry(storage::Session&, const std::string& id);

}  // namespace nrmm::workflows::outbox_store

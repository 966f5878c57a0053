#pragma once

#include <map>
#include <string>
#include <vector>

#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"
#include "workflows/outbox.hpp"
#include "workflows/people.hpp"

namespace nrmm::workflows {

// What people are told, in the transaction of the change that causes it. Channels are the policy
// notices.<event>, else notices.default; the text is notice.<event>.
class Notices {
 public:
  Notices(People& people, const OutboxWriter& outbox) : people_(people), outbox_(outbox) {}

  // `about` gives the subject a client opens from the message.
  void tell(storage::Session&, const cities::Pack&, const std::string& account, const std::string& event,
            const Json& words, const Case& about) const;
  // The same to an officer: he opens the case.
  void tell_officer(storage::Session&, const cities::Pack&, const std::string& account,
                    const std::string& event, const Json& words, const Case& about) const;

 private:
  People& people_;
  const OutboxWriter& outbox_;
};

}  // namespace nrmm::workflows

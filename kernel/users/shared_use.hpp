#pragma once

#include <string>

#include "http/router.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// An officer's account that seems to be in several hands (F192, F194, F200): more sessions at once, or from
// more network addresses, than one person has. Seen at a sign-in and put on a list; whether it means anything
// a person decides, and what follows he does by the calls on officers.
class SharedUse {
 public:
  explicit SharedUse(SharedUseLimits limits) : limits_(limits) {}

  // After a session of the account has begun, in its transaction.
  void notice(storage::Session& session, const Account& account) const;

  http::Response list(http::Request& request) const;
  // {outcome: harmless|shared, note?}. Problems: 403 officer.own, 409 shared_use.decided.
  http::Response decide(http::Request& request) const;

 private:
  SharedUseLimits limits_;
};

void add_shared_use_routes(http::Router& router, const SharedUse& uses);

}  // namespace nrmm::users

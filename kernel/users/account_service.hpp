#pragma once

#include "http/request.hpp"
#include "users/account.hpp"
#include "workflows/personal.hpp"

namespace nrmm::users {

// The account as its holder sees and corrects it.
class AccountService {
 public:
  AccountService(const PersonalNumbers& numbers, const workflows::Personal& personal)
      : numbers_(numbers), personal_(personal) {}

  http::Response show(http::Request& request) const;
  // {answers}: the form `account` anew, judged as at registration; a shortened number that comes back is
  // kept. The phone does not change here, and officers' accounts are not theirs to change (403).
  http::Response change(http::Request& request) const;

 private:
  Json view(http::Request& request, const Account& account) const;
  Json judged(const cities::Pack& pack, const Account& account, const Json& answers, Date today,
              const std::string& city) const;

  const PersonalNumbers& numbers_;
  const workflows::Personal& personal_;
};

}  // namespace nrmm::users

#pragma once

#include "http/request.hpp"
#include "users/account.hpp"
#include "users/profile_store.hpp"
#include "workflows/intake.hpp"

namespace nrmm::users {

// The profile beside the account (F011–F014): where the city reviews it, a submission is a case of the
// workflow profile_review, carried on after a return; elsewhere it is kept and nothing waits for it.
class Profiles {
 public:
  explicit Profiles(workflows::Intake parts) : parts_(parts) {}

  http::Response show(http::Request& request) const;    // {state, case, answers}
  http::Response submit(http::Request& request) const;  // {answers} → {state, case}; 409 while in review

 private:
  // The running case and the rules it began with, or a new one.
  workflows::Course course_of(http::Request& request) const;
  void hand_in(http::Request& request, const workflows::Course& course, workflows::HandedIn handed) const;
  Json view(http::Request& request) const;

  workflows::Intake parts_;
};

}  // namespace nrmm::users

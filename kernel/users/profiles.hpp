#pragma once

#include <memory>

#include "http/request.hpp"
#include "users/account.hpp"
#include "users/profile_store.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::users {

// The profile beside the account (F011–F014): where the city reviews it, a submission is a case of the
// workflow profile_review, carried on after a return; elsewhere it is kept and nothing waits for it.
class Profiles {
 public:
  struct Parts {
    const workflows::CaseService& cases;
    workflows::People& people;
    const workflows::Personal& personal;
  };
  explicit Profiles(Parts parts) : parts_(parts) {}

  http::Response show(http::Request& request) const;    // {state, case, answers}
  http::Response submit(http::Request& request) const;  // {answers} → {state, case}; 409 while in review

 private:
  using PackPtr = std::shared_ptr<const cities::Pack>;
  // Where the submission goes: the running case and the rules it began with, or a new one.
  struct Course {
    std::optional<workflows::Case> current;
    PackPtr pack;
    Date date;
  };
  Course course_of(http::Request& request) const;
  cities::Judgement judged(http::Request& request, const Course& course, const Json& stored,
                           const Json& facts, workflows::JudgedBy& by) const;
  void hand_in(http::Request& request, const Course& course, cities::Judgement judged, const Json& facts,
               workflows::JudgedBy by) const;
  Json view(http::Request& request) const;

  Parts parts_;
};

}  // namespace nrmm::users

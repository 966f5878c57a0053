#pragma once

#include "users/personal_numbers.hpp"
#include "workflows/form_subject.hpp"

namespace nrmm::users {

// What a review of a profile is about: an account (F011, R01). Accepting it makes the account's name and
// numbers those of the profile.
class ProfileSubject : public workflows::FormSubject {
 public:
  ProfileSubject(workflows::People& people, const workflows::Personal& personal,
                 const PersonalNumbers& numbers)
      : FormSubject(people, personal), numbers_(numbers) {}

  Json facts(storage::Session& session, const cities::Pack& pack, const workflows::Case& record) override;
  void follow(storage::Session& session, const workflows::Case& before,
              const workflows::Case& after) override;
  void apply(storage::Session& session, const cities::Pack& pack, const workflows::Case& record,
             const workflows::Effect& effect) override;

 private:
  const PersonalNumbers& numbers_;
};

}  // namespace nrmm::users

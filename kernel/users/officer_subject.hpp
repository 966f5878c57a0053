#pragma once

#include "users/officer_account.hpp"
#include "workflows/personal.hpp"
#include "workflows/subject.hpp"

namespace nrmm::users {

inline constexpr const char* kOfficerSubject = "officer";
inline constexpr const char* kRequester = "requester";

// The officer whom answers of the city's form describe, by the keys name, phone, id_number, roles, district,
// township, departments.
NewOfficer officer_in(const Json& answers);

// What a request for an officer's account is about: the account that comes to be when it is agreed to. It has
// a login then, and no password until somebody issues one.
class OfficerSubject : public workflows::SubjectHandler {
 public:
  OfficerSubject(const workflows::Personal& personal, const PersonalNumbers& numbers)
      : personal_(personal), numbers_(numbers) {}

  Json view(storage::Session& session, const cities::Pack& pack, const workflows::Case& record,
            const Actor& viewer) override;
  Json facts(storage::Session& session, const cities::Pack& pack, const workflows::Case& record) override;
  std::map<std::string, std::string> parties(storage::Session& session, const cities::Pack& pack,
                                             const workflows::Case& record) override;
  void follow(storage::Session& session, const workflows::Case& before,
              const workflows::Case& after) override;
  void apply(storage::Session& session, const cities::Pack& pack, const workflows::Case& record,
             const workflows::Effect& effect) override;

 private:
  const workflows::Personal& personal_;
  const PersonalNumbers& numbers_;
};

}  // namespace nrmm::users

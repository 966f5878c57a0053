#pragma once

#include "http/request.hpp"
#include "users/personal_numbers.hpp"
#include "workflows/intake.hpp"

namespace nrmm::users {

// An account that a district or a department asks for: a case of the city's workflow of subject `officer`,
// filled by its form (F018, F019, F195). Nobody asks beyond his own scope (X072), and the engine lets nobody
// decide what he asked for himself (X073).
class OfficerRequests {
 public:
  struct Parts {
    workflows::Intake intake;
    const PersonalNumbers& numbers;
  };
  explicit OfficerRequests(Parts parts) : parts_(parts) {}

  // {answers}: 201 with the case. Problems: 403 officer.not_offered, officer.out_of_scope; 422 with findings.
  http::Response submit(http::Request& request) const;

 private:
  Parts parts_;
};

}  // namespace nrmm::users

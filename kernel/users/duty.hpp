#pragma once

#include <string>
#include <vector>

#include "base/actor.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"
#include "http/request.hpp"
#include "users/account.hpp"

namespace nrmm::users {

inline constexpr const char* kOfficerRoles[] = {"district_auditor", "city_auditor",       "inspector",
                                                "township_officer", "department_officer", "desk_clerk",
                                                "operator"};

// What an officer does, and where.
struct Duty {
  std::vector<std::string> roles;        // of kOfficerRoles, or of the pack's plugins
  std::vector<std::string> districts;    // ids of the pack; empty: the whole city
  std::vector<std::string> departments;  // codes of the pack's vocabulary `department`
  std::string township;                  // as it is called
};

Duty duty_of(const Account& account);

// What is unknown or missing, by the names of the request's members: roles, districts, departments, township.
std::vector<Finding> duty_faults(const cities::Pack& pack, const Duty& duty);

// Whether the duty lies within what this officer may give and take (X072): the operator everything, the
// city's auditor everything but operators; a district's auditor its auditors, inspectors and township
// officers, in his own districts; a department's officer his like, of his own departments and districts. What
// plugins add is for the city's level to give.
bool within_scope(const Actor& actor, http::Reach reach, const Duty& duty);

}  // namespace nrmm::users

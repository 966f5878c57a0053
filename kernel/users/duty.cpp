#include "users/duty.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "base/text.hpp"
#include "users/member_finding.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kDepartments = "department";  // vocabulary
constexpr std::size_t kLongestTownship = 40;

using Names = std::vector<std::string>;

template <class List>
bool contains(const List& list, const std::string& name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

bool subset(const Names& some, const Names& of) {
  return std::all_of(some.begin(), some.end(), [&](const auto& each) { return contains(of, each); });
}

bool only(const Names& roles, std::initializer_list<std::string> allowed) {
  return std::all_of(roles.begin(), roles.end(), [&](const auto& role) { return contains(allowed, role); });
}

// An empty list is the whole city: only somebody of the whole city gives it.
bool within_districts(const Actor& actor, const Duty& duty) {
  return actor.districts.empty() || (!duty.districts.empty() && subset(duty.districts, actor.districts));
}

bool roles_known(const cities::Pack& pack, const Names& roles) {
  return !roles.empty() && std::all_of(roles.begin(), roles.end(), [&](const auto& role) {
    return contains(kOfficerRoles, role) || pack.role(role);
  });
}

bool works_in_districts(const cities::Pack& pack, const std::string& role) {
  if (const cities::Role* added = pack.role(role)) return added->of_districts;
  return role == "district_auditor" || role == "desk_clerk" || role == "township_officer";
}

bool districts_known(const cities::Pack& pack, const Names& districts) {
  return std::all_of(districts.begin(), districts.end(),
                     [&](const std::string& id) { return pack.district(id) != nullptr; });
}

bool departments_known(const cities::Pack& pack, const Names& departments) {
  const cities::Vocabulary* words = pack.vocabulary(kDepartments);
  return departments.empty() ||
         (words && std::all_of(departments.begin(), departments.end(),
                               [&](const auto& code) { return words->term(code) != nullptr; }));
}

}  // namespace

Duty duty_of(const Account& account) {
  return {account.roles, account.districts, account.departments, account.township};
}

std::vector<Finding> duty_faults(const cities::Pack& pack, const Duty& duty) {
  std::vector<Finding> findings;
  const auto fault = [&](const char* member, const char* code) {
    findings.push_back(member_finding(pack, member, code));
  };
  const bool township = contains(duty.roles, "township_officer");
  if (!roles_known(pack, duty.roles)) fault("roles", "choice");
  const bool of_district = std::any_of(duty.roles.begin(), duty.roles.end(),
                                       [&](const auto& role) { return works_in_districts(pack, role); });
  if (!districts_known(pack, duty.districts) || (of_district && duty.districts.empty()))
    fault("districts", "district");
  if (!departments_known(pack, duty.departments)) fault("departments", "choice");
  if (contains(duty.roles, "department_officer") && duty.departments.empty())
    fault("departments", "required");
  if (township && duty.township.empty()) fault("township", "required");
  if (!valid_utf8(duty.township) || code_points(duty.township) > kLongestTownship) fault("township", "type");
  return findings;
}

bool within_scope(const Actor& actor, http::Reach reach, const Duty& duty) {
  if (reach == http::Reach::city && actor.has_role("operator")) return true;
  if (reach == http::Reach::city && actor.has_role("city_auditor")) return !contains(duty.roles, "operator");
  if (reach != http::Reach::district || !within_districts(actor, duty)) return false;
  const bool auditor = actor.has_role("district_auditor") && !duty.districts.empty() &&
                       duty.departments.empty() &&
                       only(duty.roles, {"district_auditor", "inspector", "township_officer", "desk_clerk"});
  const bool department = actor.has_role("department_officer") && !duty.departments.empty() &&
                          subset(duty.departments, actor.departments) &&
                          only(duty.roles, {"department_officer"});
  return auditor || department;
}

}  // namespace nrmm::users

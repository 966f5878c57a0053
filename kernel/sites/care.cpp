#include "sites/care.hpp"

#include <algorithm>

namespace nrmm::sites {
namespace {

bool among(const std::optional<std::vector<std::string>>& all, const std::string& one) {
  return !all || std::find(all->begin(), all->end(), one) != all->end();
}

}  // namespace

bool Care::covers(const Site& site) const {
  return among(districts, site.district) && among(departments, site.department) &&
         (!township || *township == site.township);
}

Care care_of(const workflows::Call& call) {
  const Actor& actor = call.actor;
  Care care;
  if (call.reach == http::Reach::district && !actor.districts.empty()) care.districts = actor.districts;
  const auto special = [](const std::string& role) {
    return role == "department_officer" || role == "township_officer";
  };
  if (!std::all_of(actor.roles.begin(), actor.roles.end(), special)) return care;
  if (actor.has_role("department_officer"))
    care.departments = actor.departments;
  else
    care.township = actor.township;
  return care;
}

}  // namespace nrmm::sites

#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nrmm {

// Who asks. An actor without an account is a stranger; work of the server itself is done by an actor with
// role `system`. There is no "no actor": a missing one never means more rights.
struct Actor {
  std::string city;                    // the city whose data may be touched
  std::string account;                 // id; empty for a stranger
  std::string name;                    // as colleagues see it in "claimed by"
  std::vector<std::string> roles;      // owner agent site_manager recorder district_auditor city_auditor …
  std::vector<std::string> districts;  // an officer's; ids as in the pack's districts; empty: the whole city
  std::vector<std::string> departments;  // a department officer's; codes of the pack's vocabulary
  std::string township;                  // a township officer's
  std::string session;                   // id of the session the request came with
  bool must_change_password = false;
  bool must_enrol = false;  // the deployment asks for a second factor and he has none yet

  bool signed_in() const { return !account.empty(); }
  bool has_role(std::string_view role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  }
  bool covers(std::string_view district) const {
    return districts.empty() || std::find(districts.begin(), districts.end(), district) != districts.end();
  }
};

}  // namespace nrmm

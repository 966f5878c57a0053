#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"
#include "cities/pack.hpp"

namespace nrmm::users {

// What is wrong with a member of a request that is no form field, in the city's words: text error.<code> with
// {label} from label.<member>.
Finding member_finding(const cities::Pack& pack, const std::string& member, const std::string& code);

// 422 with all of them.
Problem refusal(std::vector<Finding> findings);
Problem refusal(const cities::Pack& pack, const std::string& member, const std::string& code);

}  // namespace nrmm::users

#include "users/member_finding.hpp"

namespace nrmm::users {

Finding member_finding(const cities::Pack& pack, const std::string& member, const std::string& code) {
  Finding finding;
  finding.field = member;
  finding.code = code;
  finding.message = pack.text("error." + code, {{"label", pack.text("label." + member)}});
  return finding;
}

Problem refusal(std::vector<Finding> findings) {
  Problem problem(422, "form.refused");
  problem.errors = std::move(findings);
  return problem;
}

Problem refusal(const cities::Pack& pack, const std::string& member, const std::string& code) {
  return refusal({member_finding(pack, member, code)});
}

}  // namespace nrmm::users

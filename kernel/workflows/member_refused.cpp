#include "workflows/member_refused.hpp"

namespace nrmm::workflows {

Problem member_refused(const cities::Pack& pack, const std::string& member, const std::string& code,
                       const Json& words) {
  Finding finding;
  finding.field = member;
  finding.code = code;
  finding.message = pack.text("error." + code, words);
  return Problem(422, "form.refused").with(std::move(finding));
}

}  // namespace nrmm::workflows

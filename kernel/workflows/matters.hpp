#pragma once

#include <string>

#include "workflows/intake.hpp"

namespace nrmm::workflows {

// Cases about nothing in the register: of every workflow of the city whose subject is `matter`, be it the
// pack's or a plugin's. They are handed in whole; there are no drafts (docs/decisions/0013). Everything in
// the caller's transaction.
class Matters {
 public:
  explicit Matters(Intake parts) : parts_(parts) {}

  // Both give {case, derived, dropped}. Problems: 403 where none of the caller's parties may open it; 409
  // profile.not_approved, case.guard; 422 for a kind that the city does not have, pack.not_effective,
  // form.refused with every finding.
  Json begin(Call, const PackPtr& active, const std::string& kind, const Json& answers) const;
  // After it was returned, under the rules it began with. Problems: 404 where it is no matter of the
  // caller's; 409 case.transition while it is not his turn; 412 request.stale.
  Json hand_in_again(Call, const std::string& case_id, const Json& answers, std::int64_t version) const;

 private:
  Intake parts_;
};

}  // namespace nrmm::workflows

#pragma once

#include <optional>
#include <string>

#include "machines/machine_service.hpp"

namespace nrmm::machines {

// Changes of a registered machine, as its owner asks for them. A change is a case of one of the workflows in
// changes.offered about the subject `machine`; the register changes by its effects alone. Everything in the
// caller's transaction.
class ChangeService {
 public:
  explicit ChangeService(MachineParts parts) : parts_(parts) {}

  // Judges the change's form and hands it in: {case, derived, dropped}. A returned change of the kind goes
  // on. Problems: 404; 409 machine.in_review while another change is under way, case.guard,
  // change.unavailable where the workflow wants an effect that this program does not have; 422 form.refused,
  // pack.not_effective.
  Json hand_in(workflows::Call, const PackPtr& active, const std::string& machine, const std::string& kind,
               const Json& answers) const;

 private:
  struct Change;
  Change begun(workflows::Call&, const PackPtr& active, const std::string& machine,
               const std::string& kind) const;
  cities::Judgement judged(workflows::Call&, const Change&, const cities::Transition&, const Json& answers,
                           workflows::JudgedBy& by) const;

  MachineParts parts_;
};

// Whether the mounted or sprayed code was proved, where sign.proof asks it: {state: wanted|proved, at}, else
// null.
Json sign_proof_view(storage::Session&, const cities::Pack&, const std::string& machine, Date today);

}  // namespace nrmm::machines

#pragma once

#include <optional>
#include <string>

#include "machines/machine.hpp"
#include "workflows/intake.hpp"

namespace nrmm::machines {

// Changes of a registered machine, as its owner asks for them. A change is a case of one of the workflows in
// changes.offered about the subject `machine`; the register changes by its effects alone. Everything in the
// caller's transaction.
class ChangeService {
 public:
  explicit ChangeService(workflows::Intake parts) : parts_(parts) {}

  // Judges the change's form and hands it in: {case, derived, dropped}. A returned change of the kind goes
  // on. Problems: 404; 409 machine.in_review while another change is under way, case.guard,
  // change.unavailable where the workflow wants an effect that this program does not have; 422 form.refused,
  // pack.not_effective.
  Json hand_in(workflows::Call, const workflows::PackPtr& active, const std::string& machine,
               const std::string& kind, const Json& answers) const;

 private:
  workflows::Course course(workflows::Call&, const workflows::PackPtr& active, const Machine& machine,
                           const std::string& kind, std::optional<workflows::Case> current) const;

  workflows::Intake parts_;
};

}  // namespace nrmm::machines

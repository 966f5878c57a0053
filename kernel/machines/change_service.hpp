#pragma once

#include <optional>
#include <string>

#include "machines/machine.hpp"
#include "machines/machine_parts.hpp"

namespace nrmm::machines {

// Changes of a registered machine, as its owner asks for them, or who bought it from him. A change is a case
// of one of the workflows in changes.offered about the subject `machine`; the register changes by its effects
// alone. Everything in the caller's transaction.
class ChangeService {
 public:
  explicit ChangeService(MachineParts parts) : parts_(parts) {}

  struct Wanted {
    std::string kind;
    Json answers;
  };

  // Judges the change's form and hands it in: {case, derived, dropped}. A change that waits for the caller's
  // part goes on: one that was returned to its owner, or that wants the new owner's proof. Problems: 404; 409
  // machine.in_review while another change is under way, case.guard, change.unavailable where the workflow
  // wants an effect that this program does not have; 422 form.refused, pack.not_effective.
  Json of_machine(workflows::Call, const workflows::PackPtr& active, const std::string& machine,
                  const Wanted&) const;
  // The same by the code that is on it, for whom the machine belongs to but is not his in the register.
  // Problem 403 where the city's workflow does not let him begin, 404 where none does: then nobody learns
  // from it which codes there are.
  Json of_code(workflows::Call, const workflows::PackPtr& active, const std::string& code,
               const Wanted&) const;

 private:
  Json hand_in(workflows::Call&, const workflows::PackPtr& active, const std::string& machine, const Wanted&,
               bool with_code) const;
  workflows::Course course(workflows::Call&, const workflows::PackPtr& active, const Machine&,
                           const std::string& kind, const std::string& party,
                           std::optional<workflows::Case> current) const;
  Json take(workflows::Call&, const workflows::Course&, const Machine&, const Json& answers) const;

  MachineParts parts_;
};

}  // namespace nrmm::machines

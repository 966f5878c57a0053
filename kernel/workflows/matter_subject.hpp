#pragma once

#include "workflows/form_subject.hpp"

namespace nrmm::workflows {

// Who may be let begin such a case.
inline constexpr const char* kPartiesOfMatters[] = {"owner", "agent", "site_manager"};

// A case that is about nothing in the register: what its form says. What it brings about is a plugin's
// effects.
class MatterSubject : public FormSubject {
 public:
  using FormSubject::FormSubject;

  // Whoever began it is every party that may begin it.
  std::map<std::string, std::string> parties(storage::Session&, const cities::Pack&, const Case&) override;
  void follow(storage::Session&, const Case& before, const Case& after) override;
  void apply(storage::Session&, const cities::Pack&, const Case&, const Effect& effect) override;
};

}  // namespace nrmm::workflows

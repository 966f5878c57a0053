#pragma once

#include "machines/machine_facts.hpp"
#include "workflows/form_subject.hpp"

namespace nrmm::machines {

// Parties of a change: whose machine it is, and to whom it is to go.
inline constexpr const char* kOwner = "owner";
inline constexpr const char* kNewOwner = "new_owner";

// Subjects of type `machine`: one that has its code, about which a change is asked for.
class ChangeSubject : public workflows::FormSubject {
 public:
  ChangeSubject(workflows::People& people, const workflows::Personal& personal, const MachineFacts& facts)
      : FormSubject(people, personal), facts_(facts) {}

  Json facts(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  Json words(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  std::map<std::string, std::string> parties(storage::Session&, const cities::Pack&,
                                             const workflows::Case&) override;
  void hold(storage::Session&, const workflows::Case&) override;
  void follow(storage::Session&, const workflows::Case& before, const workflows::Case& after) override;
  void apply(storage::Session&, const cities::Pack&, const workflows::Case&,
             const workflows::Effect& effect) override;

 private:
  const MachineFacts& facts_;
};

}  // namespace nrmm::machines

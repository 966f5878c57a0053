#pragma once

#include "workflows/form_subject.hpp"

namespace nrmm::machines {

// Subjects of type `machine`: one that has its code, about which a change is asked for.
class ChangeSubject : public workflows::FormSubject {
 public:
  using FormSubject::FormSubject;

  Json facts(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  Json words(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  void follow(storage::Session&, const workflows::Case& before, const workflows::Case& after) override;
  void apply(storage::Session&, const cities::Pack&, const workflows::Case&, std::string_view effect,
             const Actor&) override;
};

}  // namespace nrmm::machines

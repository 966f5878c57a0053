#pragma once

#include "workflows/people.hpp"
#include "workflows/personal.hpp"
#include "workflows/subject.hpp"

namespace nrmm::workflows {

// The form that the case hands in; nullptr where the pack has none.
const cities::Form* form_of(const cities::Pack&, const Case&);

// A subject that is seen as its case's form was answered; the facts are about who opened the case.
class FormSubject : public SubjectHandler {
 public:
  FormSubject(People& people, const Personal& personal) : people_(people), personal_(personal) {}

  Json view(storage::Session&, const cities::Pack&, const Case&, const Actor& viewer) override;
  Json facts(storage::Session&, const cities::Pack&, const Case&) override;

 protected:
  People& people_;
  const Personal& personal_;
};

}  // namespace nrmm::workflows

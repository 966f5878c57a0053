#pragma once

#include "workflows/personal.hpp"
#include "workflows/subject.hpp"

namespace nrmm::workflows {

// The form that the case hands in; nullptr where the pack has none.
const cities::Form* form_of(const cities::Pack&, const Case&);

// A subject that is seen as its case's form was answered.
class FormSubject : public SubjectHandler {
 public:
  explicit FormSubject(const Personal& personal) : personal_(personal) {}

  Json view(storage::Session&, const cities::Pack&, const Case&, const Actor& viewer) override;

 protected:
  const Personal& personal_;
};

}  // namespace nrmm::workflows

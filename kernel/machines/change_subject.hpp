#pragma once

#include "workflows/people.hpp"
#include "workflows/personal.hpp"
#include "workflows/subject.hpp"

namespace nrmm::machines {

// Subjects of type `machine`: one that has its code, about which a change is asked for.
class ChangeSubject : public workflows::SubjectHandler {
 public:
  ChangeSubject(workflows::People& people, const workflows::Personal& personal)
      : people_(people), personal_(personal) {}

  Json view(storage::Session&, const cities::Pack&, const workflows::Case&, const Actor& viewer) override;
  Json facts(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  Json words(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  void follow(storage::Session&, const workflows::Case& before, const workflows::Case& after) override;
  void apply(storage::Session&, const cities::Pack&, const workflows::Case&, std::string_view effect,
             const Actor&) override;

 private:
  workflows::People& people_;
  const workflows::Personal& personal_;
};

}  // namespace nrmm::machines

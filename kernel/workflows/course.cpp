#include "workflows/course.hpp"

#include <algorithm>

#include "base/problem.hpp"
#include "workflows/engine.hpp"

namespace nrmm::workflows {

const cities::Form& form_named(const cities::Pack& pack, const std::string& name) {
  const cities::Form* form = pack.form(name);
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

void Course::follow(const cities::Workflow* followed) {
  if (!followed) throw Problem(503, "pack.unavailable");
  workflow = followed;
  form = &form_named(*pack, workflow->form);
  const cities::Transition* open = workflow->transition(cities::kOpen);
  state = current ? current->state : open ? open->to : "";
}

void Course::require_effective() const {
  if (!current && !pack->effective(date)) throw Problem(422, "pack.not_effective");
}

const cities::Transition& Course::submission() const {
  const cities::Transition* transition = submission_of(*workflow, state, {party});
  if (!transition) throw Problem(409, "case.transition");
  return *transition;
}

std::vector<std::string> Course::editable() const { return editable_steps(*workflow, state, {party}); }

Json Course::amended(const Personal& personal, const Json& stored, const Json& sent,
                     const std::string& city) const {
  Json after = personal.sealed(*form, sent, stored, city);
  const std::vector<std::string> steps = editable();
  if (!steps.empty() && steps.front() == "*") return after;
  for (const cities::Step& step : form->steps) {
    if (std::find(steps.begin(), steps.end(), step.name) != steps.end()) continue;
    for (const std::string& name : step.fields) {
      after.erase(name);
      if (stored.contains(name)) after[name] = stored[name];
    }
  }
  return after;
}

}  // namespace nrmm::workflows

#include "base/problem.hpp"
#include "machines/filing_copy.hpp"
#include "machines/filing_course.hpp"
#include "machines/machine_filing.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {

using workflows::Call;

// A case's answers are as it was handed in, a machine's as they are now.
Machine MachineService::earlier(Call& call, const std::string& id) const {
  if (machine_store::find(call.session, id)) return own(call, id);
  const auto record = parts_.cases.find(call.session, id);
  if (!record || record->subject_type != kFilingSubject) throw Problem(404, "request.not_found");
  Machine machine = own(call, record->subject_id);
  machine.answers = record->answers;
  return machine;
}

Json MachineService::copy(Call call, const PackPtr& active, const std::string& id, const Json& answers,
                          const std::string& kind) const {
  const Machine from = earlier(call, id);
  const Date today = workflows::case_store::today(call.session);
  const FilingCourse course = kind.empty() ? course_of_draft(*active, call.actor, from.kind, today)
                                           : course_of_new(*active, call.actor, kind, today);
  const cities::Form& form = workflows::form_named(*active, course.workflow->form);
  CopiedAnswers copied =
      copied_answers(*active, form, parts_.personal.opened(from.answers, call.city()), today);
  copied.answers.update(answers);
  Json made = create(call, active, copied.answers, course.workflow->name);
  made["left_out"] = std::move(copied.left_out);
  return made;
}

}  // namespace nrmm::machines

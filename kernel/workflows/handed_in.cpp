#include "workflows/handed_in.hpp"

#include "base/problem.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::workflows {
namespace {

std::vector<std::string> steps_of(const cities::Transition& transition) {
  return transition.check.front() == "*" ? std::vector<std::string>() : transition.check;
}

// What ends the case at once is seen by nobody.
bool reviewed_after(const Course& course) {
  const cities::State* to = course.workflow->state(course.submission().to);
  return !to || !to->end;
}

}  // namespace

HandedIn::HandedIn(const cities::JudgeRequest& asked, bool reviewed)
    : judged(cities::judge(asked)),
      pack_(asked.pack),
      form_(asked.form),
      answers_(asked.answers),
      date_(asked.date),
      steps_(asked.only_steps),
      reviewed_(reviewed),
      of_the_form_(judged.flags.size()) {}

HandedIn::HandedIn(const Course& course, const Json& answers)
    : HandedIn(
          {*course.pack, *course.form, answers, course.facts, course.date, steps_of(course.submission())},
          reviewed_after(course)) {}

void HandedIn::check_photos(storage::Session& session, std::vector<std::string> accounts,
                            const std::string& subject, const std::string& owner) {
  workflows::check_photos(session, {pack_, form_, std::move(accounts), subject, owner, date_}, judged);
}

std::vector<Finding> HandedIn::faults() const {
  std::vector<Finding> all = judged.errors;
  if (reviewed_) return all;
  for (Finding& left : cities::left_to_persons(judged)) all.push_back(std::move(left));
  return all;
}

void HandedIn::require_accepted(bool keep_writes) const {
  Problem refused(422, "form.refused");
  refused.errors = faults();
  refused.keep_writes = keep_writes;
  if (!refused.errors.empty()) throw refused;
}

Json HandedIn::sealed(const Personal& personal, const std::string& city) const {
  return personal.sealed(form_, judged.answers, nullptr, city);
}

JudgedBy HandedIn::by(const Personal& personal, const std::string& city) const {
  return {personal.sealed(form_, answers_, nullptr, city), steps_, register_findings(judged, of_the_form_)};
}

}  // namespace nrmm::workflows

#include "workflows/intake.hpp"

#include "base/absent.hpp"
#include "cities/form_wire.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::workflows {
namespace {

constexpr const char* kDistrict = "registration_district";  // shared key of the contract

// Whose photos count: the steps that one party may not edit have another's.
std::vector<std::string> uploaders(const Call& call, const Course& course) {
  std::vector<std::string> accounts{call.actor.account};
  if (!course.current || course.current->second_party.empty()) return accounts;
  accounts.push_back(course.current->opened_by);
  accounts.push_back(course.current->second_party);
  return accounts;
}

}  // namespace

Course Intake::course(const Call& call, const PackPtr& active, std::optional<Case> current) const {
  Course course{active, case_store::today(call.session)};
  if (!current || ended(current->phase)) return course;
  course.pack = cases.pack_of(*current, call.city());
  course.date = current->date;
  course.current = std::move(current);
  course.follow(course.pack->workflow(course.current->workflow));
  return course;
}

Case Intake::open(const Call& call, const Course& course, const About& about, const Json& sealed,
                  HandedIn handed) const {
  JudgedBy by = handed.by(personal, call.city());
  std::string district = about.district.value_or(text_in(handed.judged.answers, kDistrict));
  return cases.submit(
      call, course.pack, course.current,
      {course.workflow->name, about.type, about.id, course.party, about.owner, std::move(district), sealed,
       course.facts, std::move(handed.judged), std::move(by), about.second_party});
}

Json Intake::submit(const Call& call, const Course& course, const About& about, const Json& sealed,
                    HandedIn handed) const {
  Json derived = cities::derived_wire(handed.judged);
  Json dropped = handed.judged.dropped;
  const Case after = open(call, course, about, sealed, std::move(handed));
  return {
      {"case", cases.view(call, after)}, {"derived", std::move(derived)}, {"dropped", std::move(dropped)}};
}

HandedIn Intake::judge(const Call& call, const Course& course, const About& about,
                       const Json& answers) const {
  course.submission();  // whose turn it is not hears that first
  cities::check_shape(*course.pack, *course.form, answers);
  const Json sent = course.current ? course.amended(personal, course.current->answers, answers, call.city())
                                   : personal.sealed(*course.form, answers, nullptr, call.city());
  HandedIn handed(course, personal.opened(sent, call.city()));
  handed.check_photos(call.session, uploaders(call, course), about.id, about.owner);
  return handed;
}

Json Intake::take(const Call& call, const Course& course, const About& about, const Json& answers) const {
  HandedIn handed = judge(call, course, about, answers);
  handed.require_accepted();
  const Json sealed = handed.sealed(personal, call.city());
  return submit(call, course, about, sealed, std::move(handed));
}

}  // namespace nrmm::workflows

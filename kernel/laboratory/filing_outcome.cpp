#include "laboratory/filing_outcome.hpp"

#include <algorithm>

#include "base/problem.hpp"
#include "cities/judge.hpp"
#include "machines/filing_course.hpp"
#include "machines/filing_form.hpp"
#include "users/account.hpp"
#include "workflows/engine.hpp"

namespace nrmm::laboratory {
namespace {

using What = Trait::What;

constexpr const char* kRefuse = "refuse";

class Judging {
 public:
  Judging(const cities::Pack& pack, const machines::StoredFiling& filing, Date on)
      : pack_(pack), filing_(filing), on_(on), facts_(users::facts_of(pack, filing.filed_by, on)) {}

  Outcome run(const Json& answers) {
    try {
      const auto course = course_taken();
      out_.form = course.workflow->form;
      const cities::Form& form = *pack_.form(out_.form);
      const auto* transition = handing_in(course);
      if (transition) judge(form, *transition, answers, *course.workflow);
    } catch (const Problem& problem) {
      if (problem.errors.empty()) refuse({What::course, "workflow", problem.code, "filing.offered"}, "");
      for (const Finding& one : problem.errors) add(one, kRefuse);
    }
    return std::move(out_);
  }

 private:
  // As whoever filed it would file it now.
  machines::FilingCourse course_taken() const {
    Actor actor;
    actor.account = filing_.filed_by.id;
    actor.roles = filing_.filed_by.roles;
    return machines::course_of_draft(pack_, actor, filing_.kind, on_);
  }

  const cities::Transition* handing_in(const machines::FilingCourse& course) {
    const auto& workflow = *course.workflow;
    const cities::Transition* open = workflow.transition(cities::kOpen);
    const auto* submission = workflows::submission_of(workflow, open->to, {course.party});
    for (const cities::Transition* step : {open, submission}) {
      if (step && !workflows::guard_holds(*step, facts_))
        refuse({What::finding, "", "guard", workflow.name + "." + step->name}, step->basis.text);
    }
    Trait taken{workflow.name, workflow.basis.text};
    if (submission) taken.value += " to " + submission->to;
    for (const std::string& role : workflows::reviewers(workflow)) taken.value += ", reviewed by " + role;
    out_.traits[{What::course, "workflow", "", workflow.name}] = taken;
    return submission;
  }

  void judge(const cities::Form& form, const cities::Transition& transition, const Json& answers,
             const cities::Workflow& workflow) {
    std::vector<std::string> dropped;
    const bool whole = transition.check.front() == "*";
    auto judged = cities::judge({pack_, form, machines::asked_only(form, answers, dropped), facts_, on_,
                                 whole ? std::vector<std::string>{} : transition.check});
    add_duplicates(form, judged);
    for (const Finding& left : workflows::left_undecided(workflow, transition, judged)) add(left, kRefuse);
    for (const Finding& flag : judged.flags) add(flag, flag.level);
    for (const Finding& error : judged.errors) {
      if (form.field(error.field) && !form.field(error.field)->sms_purpose.empty()) continue;  // not stored
      add(error, kRefuse);
    }
    add_derived(form, judged);
    for (const std::string& field : judged.required) add_required(form, field);
  }

  void add_duplicates(const cities::Form& form, cities::Judgement& judged) const {
    if (filing_.others.empty()) return;
    for (const auto& one : machines::identifiers_of(form, judged.answers)) {
      const auto seen = filing_.others.find(one.kind);
      if (seen == filing_.others.end()) continue;
      if (auto found = machines::duplicate(pack_, form, on_, one, seen->second))
        (found->level == kRefuse ? judged.errors : judged.flags).push_back(std::move(*found));
    }
  }

  void add(const Finding& finding, const std::string& level) {
    out_.traits[{What::finding, finding.field, finding.code, finding.rule}] = {level, finding.basis};
    out_.refused = out_.refused || level == kRefuse;
  }

  void refuse(const Trait::Key& key, const std::string& basis) {
    out_.traits[key] = {kRefuse, basis};
    out_.refused = true;
  }

  void add_derived(const cities::Form& form, const cities::Judgement& judged) {
    for (const cities::Derived& each : form.derived) {
      const auto made = judged.derived.find(each.name);
      if (made == judged.derived.end()) continue;
      const Json& value = made->second.value;
      out_.traits[{What::derived, each.name, "", each.rule}] = {value.is_null()     ? "nothing"
                                                                : value.is_string() ? value.get<std::string>()
                                                                                    : dump_json(value),
                                                                made->second.basis};
    }
  }

  void add_required(const cities::Form& form, const std::string& name) {
    const cities::Field& field = *form.field(name);
    const std::string rule = "form." + form.name + "." + name + ".required";
    out_.traits[{What::required, name, "", rule}] = {
        "required", field.basis.text.empty() ? form.basis.text : field.basis.text};
  }

  const cities::Pack& pack_;
  const machines::StoredFiling& filing_;
  Date on_;
  Json facts_;
  Outcome out_;
};

}  // namespace

Outcome outcome_of(const cities::Pack& pack, const machines::StoredFiling& filing, const Json& answers,
                   Date on) {
  return Judging(pack, filing, on).run(answers);
}

}  // namespace nrmm::laboratory

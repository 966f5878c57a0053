#include <algorithm>

#include "cities/judge.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/runner.hpp"
#include "workflows/engine.hpp"

namespace nrmm::laboratory {
namespace {

constexpr const char* kReviewer = "reviewer";
constexpr const char* kSystem = "system";

// A case played through by its parties, step by step, as the server would.
class Story {
 public:
  explicit Story(const Trial& trial)
      : trial_(trial),
        workflow_(trial.pack.workflow(trial.test.target)),
        facts_(trial.given),
        today_(trial.date) {}

  void play() {
    if (!workflow_) return trial_.faults.push_back("no workflow " + trial_.test.target);
    for (std::size_t i = 0; i < trial_.test.story.size(); ++i) {
      const Json& step = trial_.test.story[i];
      place_ = "step " + std::to_string(i + 1) + " (" + step.value("does", "") + "): ";
      take(step);
    }
  }

 private:
  void differs(const std::string& text) const { trial_.faults.push_back(place_ + text); }

  void take(const Json& step) {
    if (step.contains("date")) today_ = Date::parse(step.at("date").get<std::string>()).value_or(today_);
    facts_ = laid_over(facts_, step.value("given", Json::object()));
    const Json answers = laid_over(answers_, step.value("with", Json::object()));
    const cities::Transition* transition = workflow_->transition(step.value("does", ""));
    if (!transition) return differs("no such transition");
    if (!known(step.value("as", ""))) return differs("no such party or role");
    cities::Judgement judged;
    const std::string refused = refusal(step, *transition, answers, judged);
    answers_ = answers;  // what was typed stays, also when it is refused
    const std::string expected = step.value("refused", "");
    if (refused != expected) {
      return differs("expected " + (expected.empty() ? "success" : "refused: " + expected) + ", found " +
                     (refused.empty() ? "success" : "refused: " + refused));
    }
    if (refused.empty()) advance(step, *transition, judged);
  }

  std::string refusal(const Json& step, const cities::Transition& transition, const Json& answers,
                      cities::Judgement& judged) const {
    if (transition.name == cities::kOpen && !offered()) return "not_offered";
    const bool from_here = transition.from.empty()
                               ? state_.empty()
                               : std::count(transition.from.begin(), transition.from.end(), state_) > 0;
    if (!from_here) return "state";
    if (!workflows::may_take(transition, parties(step))) return "party";
    if (workflows::barring(transition, workflows::standing(taken_), person(step), std::equal_to<>()))
      return "person";
    if (!workflows::guard_holds(transition, facts_)) return "guard";
    if (step.value("as", "") == kSystem && !(due_ && *due_ < today_)) return "guard";
    if (transition.check.empty()) return "";
    const cities::Form* form = trial_.pack.form(workflow_->form);
    if (!form) return "check";
    const bool all = transition.check.front() == "*";
    judged = cities::judge({trial_.pack, *form, answers, facts_, begun_.value_or(today_),
                            all ? std::vector<std::string>() : transition.check});
    const bool undecided = !workflows::left_undecided(*workflow_, transition, judged).empty();
    return judged.refused() || undecided ? "check" : "";
  }

  bool known(const std::string& party) const {
    const cities::Catalogue& names = cities::standard_catalogue();
    return names.parties().contains(party) || names.reviewing_roles().contains(party) ||
           trial_.pack.role(party);
  }

  // `reviewer` and the role behind it are the same officer.
  workflows::Parties parties(const Json& step) const {
    const std::string party = step.value("as", "");
    if (party == kReviewer) return workflows::acting_as(*workflow_, workflow_->reviewer);
    return workflows::acting_as(*workflow_, party);
  }

  // Whom the story does not tell apart by `who` is one person for each party and role.
  std::string person(const Json& step) const {
    const std::string party = step.value("as", "");
    return step.value("who", party == kReviewer ? workflow_->reviewer : party);
  }

  // A change is there only where the city offers it.
  bool offered() const {
    if (workflow_->subject != "machine") return true;
    const auto list = trial_.pack.list("changes.offered", today_);
    return std::find(list.begin(), list.end(), workflow_->name) != list.end();
  }

  void advance(const Json& step, const cities::Transition& transition, const cities::Judgement& judged) {
    if (transition.name != cities::kOpen) {
      if (!begun_) begun_ = today_;
      taken_.push_back({transition.name, state_, transition.to, person(step)});
    }
    const auto outcome =
        workflows::outcome(trial_.pack, *workflow_, transition, state_, begun_.value_or(today_), today_);
    state_ = outcome.to;
    due_ = outcome.due;
    if (step.contains("state")) same("state", step.at("state"), state_);
    if (step.contains("effects")) same("effects", step.at("effects"), outcome.effects);
    if (step.contains("tells")) same("tells", step.at("tells"), outcome.tell);
    if (step.contains("due")) same("due", step.at("due"), due_ ? Json(due_->iso()) : Json(nullptr));
    const Json flags = step.value("flags", Json::object());
    for (const auto& [field, code] : flags.items()) same("flag of " + field, code, flag(judged, field));
  }

  static Json flag(const cities::Judgement& judged, const std::string& field) {
    for (const Finding& finding : judged.flags) {
      if (finding.field == field) return finding.code;
    }
    return nullptr;
  }

  void same(const std::string& what, const Json& expected, const Json& found) const {
    trial_.same(place_ + what, expected, found);
  }

  const Trial& trial_;
  const cities::Workflow* workflow_;
  Json facts_;
  Json answers_ = Json::object();
  Date today_;
  std::optional<Date> begun_, due_;
  std::string state_;
  std::vector<workflows::Taken> taken_;
  std::string place_;
};

}  // namespace

void try_story(const Trial& trial) { Story(trial).play(); }

}  // namespace nrmm::laboratory

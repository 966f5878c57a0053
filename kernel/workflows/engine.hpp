#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/judge.hpp"
#include "cities/pack.hpp"
#include "cities/workflow.hpp"
#include "workflows/case.hpp"

// The pure engine: a workflow is what its definition says, nothing here asks a database or a clock. The
// stories of a pack's tests and the server run through the same functions.
namespace nrmm::workflows {

// The language's own transitions of every state that an officer decides in: who holds a case, not where it
// is.
inline constexpr const char* kClaim = "claim";
inline constexpr const char* kRelease = "release";
inline constexpr const char* kAssign = "assign";  // into another's hands or to another office
inline constexpr const char* kDetermine =
    "determine";  // a derived value, where the rules leave it to a person

// As what somebody acts: owner, agent …, and for officers their roles and `reviewer`.
using Parties = std::set<std::string, std::less<>>;

// Officers' roles that decide anywhere in the workflow, and those whose turn it is in a state.
std::set<std::string> reviewers(const cities::Workflow& workflow);
std::set<std::string> turn(const cities::Workflow& workflow, std::string_view state);

// As what an officer of the role acts: the role, and `reviewer` where the workflow says that this is he.
Parties acting_as(const cities::Workflow& workflow, const std::string& role);

// Which phase a case is in after a transition. The state names are the pack's, so the phase comes from the
// shape of the definition alone:
//   a state that is no end: returned, when a party that may open the workflow may edit there; else open;
//   an end: approved, when the transition has effects; refused, when it wants a reason; approved, when an
//   officer took it or it judged the form (accepted as it stands); else cancelled (withdrawn, run out).
Phase phase_after(const cities::Workflow& workflow, const cities::Transition& transition);

// Whether a party may take the transition. An empty `by` is nobody's.
bool may_take(const cities::Transition& transition, const Parties& parties);

// The definition's transitions out of a state that these parties may take, in the order as written. Guards
// are not asked: a guarded transition is offered and says why it is refused.
std::vector<const cities::Transition*> offered(const cities::Workflow& workflow, std::string_view state,
                                               const Parties& parties);

// A step that a case has taken, and the account that took it; empty: the system.
struct Taken {
  std::string transition;
  std::string from;
  std::string to;
  std::string person;
};

// The steps that still count, oldest first. When a case comes back to a state, what was done since it left
// there counts no more: a second opinion on a filing that was returned begins anew.
std::vector<Taken> standing(const std::vector<Taken>& steps);

// Whether two accounts are one person.
using SamePerson = std::function<bool(const std::string&, const std::string&)>;

// `not_by`: the standing step for which the person may not take the transition; nullptr when he may.
const Taken* barring(const cities::Transition& transition, const std::vector<Taken>& standing,
                     const std::string& person, const SamePerson& same);

bool asks_other_persons(const cities::Workflow& workflow);  // whether it says `not_by` anywhere

// Accounts that may take nothing of what officers do in the state, for what they did before.
std::vector<std::string> barred(const cities::Workflow& workflow, std::string_view state,
                                const std::vector<Taken>& standing);

// Whether the guard lets it pass, over facts.
bool guard_holds(const cities::Transition& transition, const Json& facts);

// The transition by which the party hands in its form: the first offered one that judges steps.
const cities::Transition* submission_of(const cities::Workflow& workflow, std::string_view state,
                                        const Parties& parties);

// Whether the party may begin a case of the workflow.
bool may_open(const cities::Workflow& workflow, std::string_view party);

// Findings of the judgement that would be accepted without a person having looked: where the transition ends
// the case, what the rules leave to a person stops it.
std::vector<Finding> left_undecided(const cities::Workflow& workflow, const cities::Transition& transition,
                                    const cities::Judgement& judged);

// Steps of the form that a party may edit in a state; "*" alone for all.
std::vector<std::string> editable_steps(const cities::Workflow& workflow, std::string_view state,
                                        const Parties& parties);

struct Outcome {
  std::string from;
  std::string to;
  Phase phase = Phase::open;
  std::vector<std::string> effects;
  std::map<std::string, std::string> tell;  // party → event
  std::optional<Date> due;                  // last day, in the city
  std::optional<Date> remind;               // the day of the reminder; none where it is not to come
};

// What the transition brings about on a day of the city. `date` is the case's date: its deadlines hold.
Outcome outcome(const cities::Pack& pack, const cities::Workflow& workflow,
                const cities::Transition& transition, std::string_view from, Date date, Date today);

}  // namespace nrmm::workflows

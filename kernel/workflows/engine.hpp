#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "cities/workflow.hpp"
#include "workflows/case.hpp"

// The pure engine: a workflow is what its definition says, nothing here asks a database or a clock. The
// stories of a pack's tests and the server run through the same functions.
namespace nrmm::workflows {

// Built-in transitions of every state that a reviewer decides in: who holds a case, not where it is.
inline constexpr const char* kClaim = "claim";
inline constexpr const char* kRelease = "release";

using Parties = std::set<std::string, std::less<>>;

// Whether a reviewer may act in this state.
bool is_review_state(const cities::Workflow& workflow, std::string_view state);

// Which phase a case is in after a transition. The state names are the pack's, so the phase comes from the
// shape of the definition alone:
//   a state that is no end: returned, when a party that may open the workflow may edit there; else open;
//   an end: approved, when the transition has effects; refused, when it wants a reason; approved, when a
//   reviewer took it or it judged the form (accepted as it stands); else cancelled (withdrawn, run out).
Phase phase_after(const cities::Workflow& workflow, const cities::Transition& transition);

// Whether a party may take the transition. An empty `by` is nobody's.
bool may_take(const cities::Transition& transition, const Parties& parties);

// The definition's transitions out of a state that these parties may take, in the order as written. Guards
// are not asked: a guarded transition is offered and says why it is refused.
std::vector<const cities::Transition*> offered(const cities::Workflow& workflow, std::string_view state,
                                               const Parties& parties);

// Whether the guard lets it pass, over facts.
bool guard_holds(const cities::Transition& transition, const Json& facts);

// The transition by which the party hands in its form: the first offered one that judges steps.
const cities::Transition* submission_of(const cities::Workflow& workflow, std::string_view state,
                                        const Parties& parties);

// The workflow for subjects of this type that the party may open, by the order of names; nullptr when none.
const cities::Workflow* opened_by(const cities::Pack& pack, std::string_view subject, std::string_view party);

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
};

// What the transition brings about on a day of the city. `date` is the case's date: its deadlines hold.
Outcome outcome(const cities::Pack& pack, const cities::Workflow& workflow,
                const cities::Transition& transition, std::string_view from, Date date, Date today);

}  // namespace nrmm::workflows

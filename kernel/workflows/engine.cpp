#include "workflows/engine.hpp"

#include <algorithm>

namespace nrmm::workflows {
namespace {

constexpr const char* kReviewer = "reviewer";

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

template <class Visit>
void each_in_order(const cities::Workflow& workflow, Visit visit) {
  for (const std::string& name : workflow.transition_order) {
    if (const cities::Transition* transition = workflow.transition(name)) visit(*transition);
  }
}

// Whether somebody who may begin such a case may edit it in this state.
bool back_with_opener(const cities::Workflow& workflow, const cities::State& state) {
  const cities::Transition* open = workflow.transition("open");
  if (!open) return false;
  return std::any_of(state.edits.begin(), state.edits.end(),
                     [&](const auto& edit) { return contains(open->by, edit.first); });
}

}  // namespace

bool is_review_state(const cities::Workflow& workflow, std::string_view state) {
  bool found = false;
  each_in_order(workflow, [&](const cities::Transition& transition) {
    found = found || (contains(transition.from, state) && contains(transition.by, kReviewer));
  });
  return found;
}

Phase phase_after(const cities::Workflow& workflow, const cities::Transition& transition) {
  const cities::State* to = workflow.state(transition.to);
  if (!to) return Phase::open;
  if (!to->end) return back_with_opener(workflow, *to) ? Phase::returned : Phase::open;
  if (!transition.effects.empty()) return Phase::approved;
  if (!transition.reason.empty()) return Phase::refused;
  if (contains(transition.by, kReviewer) || !transition.check.empty()) return Phase::approved;
  return Phase::cancelled;
}

bool may_take(const cities::Transition& transition, const Parties& parties) {
  return std::any_of(transition.by.begin(), transition.by.end(),
                     [&](const std::string& party) { return parties.contains(party); });
}

std::vector<const cities::Transition*> offered(const cities::Workflow& workflow, std::string_view state,
                                               const Parties& parties) {
  std::vector<const cities::Transition*> out;
  each_in_order(workflow, [&](const cities::Transition& transition) {
    if (contains(transition.from, state) && may_take(transition, parties)) out.push_back(&transition);
  });
  return out;
}

bool guard_holds(const cities::Transition& transition, const Json& facts) {
  return transition.when.holds([&](std::string_view name) -> const Json* {
    const auto found = facts.find(std::string(name));
    return found == facts.end() ? nullptr : &*found;
  });
}

const cities::Transition* submission_of(const cities::Workflow& workflow, std::string_view state,
                                        const Parties& parties) {
  for (const cities::Transition* transition : offered(workflow, state, parties)) {
    if (!transition->check.empty()) return transition;
  }
  return nullptr;
}

const cities::Workflow* opened_by(const cities::Pack& pack, std::string_view subject,
                                  std::string_view party) {
  for (const auto& [name, workflow] : pack.workflows) {
    const cities::Transition* open = workflow.transition("open");
    if (workflow.subject == subject && open && contains(open->by, party)) return &workflow;
  }
  return nullptr;
}

std::vector<std::string> editable_steps(const cities::Workflow& workflow, std::string_view state,
                                        const Parties& parties) {
  std::set<std::string> steps;
  if (const cities::State* found = workflow.state(state)) {
    for (const auto& [party, allowed] : found->edits) {
      if (parties.contains(party)) steps.insert(allowed.begin(), allowed.end());
    }
  }
  if (steps.contains("*")) return {"*"};
  return {steps.begin(), steps.end()};
}

Outcome outcome(const cities::Pack& pack, const cities::Workflow& workflow,
                const cities::Transition& transition, std::string_view from, Date date, Date today) {
  Outcome result;
  result.from = from;
  result.to = transition.to;
  result.phase = phase_after(workflow, transition);
  result.effects = transition.effects;
  result.tell = transition.tell;
  const cities::State* to = workflow.state(transition.to);
  if (to && !to->end && !to->due.empty()) {
    if (const auto duration = pack.duration(to->due, date)) result.due = pack.due(*duration, today);
  }
  return result;
}

}  // namespace nrmm::workflows

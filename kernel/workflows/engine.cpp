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
  const cities::Transition* open = workflow.transition(cities::kOpen);
  if (!open) return false;
  return std::any_of(state.edits.begin(), state.edits.end(),
                     [&](const auto& edit) { return contains(open->by, edit.first); });
}

}  // namespace

std::set<std::string> reviewers(const cities::Workflow& workflow) {
  std::set<std::string> roles;
  for (const auto& [name, transition] : workflow.transitions)
    roles.insert(transition.roles.begin(), transition.roles.end());
  return roles;
}

std::set<std::string> turn(const cities::Workflow& workflow, std::string_view state) {
  std::set<std::string> roles;
  for (const auto& [name, transition] : workflow.transitions)
    if (contains(transition.from, state)) roles.insert(transition.roles.begin(), transition.roles.end());
  return roles;
}

Parties acting_as(const cities::Workflow& workflow, const std::string& role) {
  Parties parties{role};
  if (role == workflow.reviewer) parties.insert(kReviewer);
  return parties;
}

Phase phase_after(const cities::Workflow& workflow, const cities::Transition& transition) {
  const cities::State* to = workflow.state(transition.to);
  if (!to) return Phase::open;
  if (!to->end) return back_with_opener(workflow, *to) ? Phase::returned : Phase::open;
  if (!transition.effects.empty()) return Phase::approved;
  if (!transition.reason.empty()) return Phase::refused;
  if (!transition.roles.empty() || !transition.check.empty()) return Phase::approved;
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

std::vector<Taken> standing(const std::vector<Taken>& steps) {
  std::vector<Taken> path;
  for (const Taken& step : steps) {
    const auto before =
        std::find_if(path.begin(), path.end(), [&](const Taken& earlier) { return earlier.from == step.to; });
    const bool came_back = before != path.end() || step.from == step.to;
    path.erase(before, path.end());
    if (!came_back) path.push_back(step);
  }
  return path;
}

const Taken* barring(const cities::Transition& transition, const std::vector<Taken>& standing,
                     const std::string& person, const SamePerson& same) {
  for (const Taken& step : standing) {
    if (contains(transition.not_by, step.transition) && !person.empty() && !step.person.empty() &&
        same(step.person, person))
      return &step;
  }
  return nullptr;
}

bool asks_other_persons(const cities::Workflow& workflow) {
  return std::any_of(workflow.transitions.begin(), workflow.transitions.end(),
                     [](const auto& each) { return !each.second.not_by.empty(); });
}

std::vector<std::string> barred(const cities::Workflow& workflow, std::string_view state,
                                const std::vector<Taken>& standing) {
  if (turn(workflow, state).empty()) return {};
  std::set<std::string> persons;
  for (const Taken& step : standing) persons.insert(step.person);
  const auto may_act = [&](const std::string& person) {
    return std::any_of(workflow.transitions.begin(), workflow.transitions.end(), [&](const auto& each) {
      const cities::Transition& transition = each.second;
      return contains(transition.from, state) && !transition.roles.empty() &&
             !barring(transition, standing, person, std::equal_to<>());
    });
  };
  std::erase_if(persons, [&](const std::string& person) { return person.empty() || may_act(person); });
  return {persons.begin(), persons.end()};
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

bool may_open(const cities::Workflow& workflow, std::string_view party) {
  const cities::Transition* open = workflow.transition(cities::kOpen);
  return open && contains(open->by, party);
}

std::vector<Finding> left_undecided(const cities::Workflow& workflow, const cities::Transition& transition,
                                    const cities::Judgement& judged) {
  const cities::State* to = workflow.state(transition.to);
  if (!to || !to->end) return {};
  return cities::left_to_persons(judged);
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
  if (!to || to->end || to->due.empty()) return result;
  if (const auto duration = pack.duration(to->due, date)) result.due = pack.due(*duration, today);
  if (!result.due || to->remind.empty()) return result;
  const auto ahead = pack.duration(to->remind, date);
  const Date day = ahead ? pack.before(*ahead, *result.due) : today;
  if (day > today) result.remind = day;
  return result;
}

}  // namespace nrmm::workflows

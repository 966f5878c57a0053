#include <algorithm>
#include <functional>
#include <set>

#include "cities/loading.hpp"

namespace nrmm::cities {
namespace {

using Steps = std::function<std::set<std::string>(const std::string&)>;

// Everything that can be come to from the names given.
std::set<std::string> reached(std::set<std::string> from, const Steps& steps) {
  std::vector<std::string> open(from.begin(), from.end());
  while (!open.empty()) {
    const std::string at = open.back();
    open.pop_back();
    for (const std::string& next : steps(at))
      if (from.insert(next).second) open.push_back(next);
  }
  return from;
}

bool leaves(const Transition& transition, const std::string& state) {
  return std::find(transition.from.begin(), transition.from.end(), state) != transition.from.end();
}

// Names of states that are not there have been reported; what follows from them is noise.
bool names_its_states(const Workflow& workflow) {
  return std::all_of(workflow.transitions.begin(), workflow.transitions.end(), [&](const auto& each) {
    const auto& from = each.second.from;
    return workflow.state(each.second.to) && std::all_of(from.begin(), from.end(), [&](const auto& name) {
             return workflow.state(name) != nullptr;
           });
  });
}

// All that can be come to from a state without passing another.
std::set<std::string> reached_without(const Workflow& workflow, const std::string& from,
                                      const std::string& without) {
  if (from == without) return {};
  return reached({from}, [&](const std::string& state) {
    std::set<std::string> out;
    for (const auto& [name, each] : workflow.transitions)
      if (each.to != without && leaves(each, state)) out.insert(each.to);
    return out;
  });
}

// Whether what `before` did can still stand when the case waits for `after`: coming back to a state undoes
// what was done since. So there is a way to it that has not yet been where it leads, and a way on that does
// not come back.
bool can_stand_before(const Workflow& workflow, const Transition& before, const Transition& after) {
  const auto there = reached_without(workflow, workflow.transition(kOpen)->to, before.to);
  return std::any_of(before.from.begin(), before.from.end(), [&](const std::string& start) {
    const auto on_the_way = reached_without(workflow, before.to, start);
    return there.contains(start) &&
           std::any_of(after.from.begin(), after.from.end(),
                       [&](const std::string& state) { return on_the_way.contains(state); });
  });
}

void check_other_persons(const Workflow& workflow, Diagnostics& diagnostics) {
  for (const auto& [name, transition] : workflow.transitions) {
    for (const std::string& other : transition.not_by) {
      const Transition* before = workflow.transition(other);
      if (!before || other == kOpen || can_stand_before(workflow, *before, transition)) continue;
      diagnostics.error(transition.source, "P010",
                        "`" + other + "` cannot come before `" + name + "`, so nobody is kept from it",
                        "name what is done on the way to its `from`");
    }
  }
}

void check_workflow(const Workflow& workflow, Diagnostics& diagnostics) {
  const Transition* open = workflow.transition(kOpen);
  if (!open || !names_its_states(workflow)) return;
  const auto live = reached({open->to}, [&](const std::string& state) {
    std::set<std::string> out;
    for (const auto& [name, each] : workflow.transitions)
      if (leaves(each, state)) out.insert(each.to);
    return out;
  });
  std::set<std::string> ends;
  for (const auto& [name, state] : workflow.states)
    if (state.end) ends.insert(name);
  const auto ending = reached(ends, [&](const std::string& state) {
    std::set<std::string> out;
    for (const auto& [name, each] : workflow.transitions)
      if (each.to == state) out.insert(each.from.begin(), each.from.end());
    return out;
  });
  for (const auto& [name, state] : workflow.states) {
    if (!live.contains(name))
      diagnostics.error(state.source, "P010",
                        "no transition of `" + workflow.name + "` leads to state `" + name + "`");
    if (!ending.contains(name))
      diagnostics.error(state.source, "P010",
                        "state `" + name + "` of `" + workflow.name + "` has no way to an end",
                        "mark the last state with `end: true`");
  }
}

// A field's `shown` may not depend on itself by way of others.
void check_form(const Form& form, Diagnostics& diagnostics) {
  const auto asked = [&](const std::string& name) {
    const Field* field = form.field(name);
    return field ? field->shown.names() : std::set<std::string>();
  };
  for (const auto& [name, field] : form.fields) {
    if (reached(asked(name), asked).contains(name))
      diagnostics.error(field.source, "P009", "`shown` of `" + name + "` depends on itself");
  }
}

}  // namespace

void check_circles(Loading& loading) {
  for (const auto& [name, form] : loading.pack.forms) check_form(form, loading.diagnostics);
}

void check_workflow_graphs(Loading& loading) {
  for (const auto& [name, workflow] : loading.pack.workflows) {
    check_workflow(workflow, loading.diagnostics);
    if (workflow.transition(kOpen) && names_its_states(workflow))
      check_other_persons(workflow, loading.diagnostics);
  }
}

}  // namespace nrmm::cities

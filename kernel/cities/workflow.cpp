#include "cities/workflow.hpp"

namespace nrmm::cities {

const State* Workflow::state(std::string_view name) const {
  const auto found = states.find(name);
  return found == states.end() ? nullptr : &found->second;
}

const Transition* Workflow::transition(std::string_view name) const {
  const auto found = transitions.find(name);
  return found == transitions.end() ? nullptr : &found->second;
}

}  // namespace nrmm::cities

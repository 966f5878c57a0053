#include "workflows/locked_steps.hpp"

#include <algorithm>

namespace nrmm::workflows {

Json with_locked_steps(const cities::Form& form, const std::vector<std::string>& steps, const Json& before,
                       Json after) {
  if (!steps.empty() && steps.front() == "*") return after;
  for (const cities::Step& step : form.steps) {
    if (std::find(steps.begin(), steps.end(), step.name) != steps.end()) continue;
    for (const std::string& name : step.fields) {
      after.erase(name);
      if (before.contains(name)) after[name] = before[name];
    }
  }
  return after;
}

}  // namespace nrmm::workflows

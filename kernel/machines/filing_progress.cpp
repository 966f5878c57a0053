#include "machines/filing_progress.hpp"

#include <algorithm>

namespace nrmm::machines {
namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_absence(const Finding& one) { return one.code == "required" || one.code == "at_least_one"; }

Json step_wire(const cities::Pack& pack, const cities::Step& step, const std::vector<Finding>& errors) {
  Json missing = Json::array(), wrong = Json::array();
  for (const Finding& one : errors)
    if (contains(step.fields, one.field)) (is_absence(one) ? missing : wrong).push_back(one.to_json());
  const bool complete = missing.empty() && wrong.empty();
  return {{"step", step.name},
          {"title", pack.fill(step.title)},
          {"complete", complete},
          {"missing", std::move(missing)},
          {"errors", std::move(wrong)}};
}

}  // namespace

Json progress_wire(const cities::Pack& pack, const cities::Form& form, const cities::Judgement& judged) {
  Json steps = Json::array(), next = nullptr;
  for (const cities::Step& step : form.steps) {
    if (!contains(judged.steps, step.name)) continue;
    steps.push_back(step_wire(pack, step, judged.errors));
    if (next.is_null() && !steps.back()["complete"].get<bool>()) next = step.name;
  }
  return {{"next", std::move(next)}, {"steps", std::move(steps)}};
}

}  // namespace nrmm::machines

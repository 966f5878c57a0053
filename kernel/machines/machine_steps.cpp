#include <algorithm>

#include "base/problem.hpp"
#include "cities/condition.hpp"
#include "http/bad_request.hpp"
#include "machines/filing_progress.hpp"
#include "machines/machine_filing.hpp"
#include "machines/machine_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

const cities::Step& named_step(const cities::Form& form, const std::string& name) {
  const auto found = std::find_if(form.steps.begin(), form.steps.end(),
                                  [&](const cities::Step& step) { return step.name == name; });
  if (found == form.steps.end()) throw Problem(404, "request.not_found");
  return *found;
}

void require_of_step(const cities::Step& step, const Json& answers) {
  for (const auto& [name, value] : answers.items())
    if (!contains(step.fields, name)) throw http::bad_request("request.unknown_key", name);
}

}  // namespace

Json MachineService::replace_step(Call call, const PackPtr& active, const std::string& id,
                                  const std::string& name, const Json& answers, std::int64_t version) const {
  Filing amended = locked(call, active, id);
  Machine& machine = amended.machine;
  if (machine.version != version) throw Problem(412, "request.stale");
  const cities::Step& step = named_step(*amended.form, name);
  require_of_step(step, answers);
  cities::check_shape(*amended.pack, *amended.form, answers);
  const auto steps = amended.editable();
  if (steps.empty()) throw Problem(409, "machine.in_review");
  if (steps.front() != "*" && !contains(steps, name)) throw Problem(409, "machine.step_locked");
  const Json sealed = parts_.personal.sealed(*amended.form, answers, machine.answers, call.city());
  for (const std::string& field : step.fields) machine.answers.erase(field);
  for (const auto& [field, value] : sealed.items())
    if (cities::answered(value)) machine.answers[field] = value;
  machine_store::set_answers(call.session, machine);
  record(call, "machine.update", machine, amended.pack.get());
  return view(call, active, id);
}

// An owner sees what an agent files for him and may have no part in it: party_in() says so.
Json MachineService::progress(Call& call, const PackPtr& active, const Machine& machine) const try {
  const Filing filed = filing(call, active, machine, parts_.cases.find(call.session, machine.case_id));
  if (filed.editable().empty()) return nullptr;
  std::vector<std::string> dropped;
  return progress_wire(
      *filed.pack, *filed.form,
      cities::judge({*filed.pack, *filed.form, asked(call, filed, dropped), filed.facts, filed.date}));
} catch (const Problem& refused) {
  if (refused.status != 403) throw;
  return nullptr;
}

}  // namespace nrmm::machines

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "cities/form_wire.hpp"
#include "machines/filing_checks.hpp"
#include "machines/filing_form.hpp"
#include "machines/identifier_store.hpp"
#include "machines/machine_filing.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/engine.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

// Shared keys of the contract that the register keeps in columns.
constexpr const char* kOwnerCode = "owner_sms_code";
constexpr const char* kDistrict = "registration_district";
constexpr const char* kKind = "machine_kind";

void refuse_findings(const FilingChecks& checks, const cities::Judgement& judged) {
  if (!judged.refused()) return;
  Problem refused(422, "form.refused");
  refused.errors = judged.errors;
  refused.keep_writes = checks.code_refused();
  throw refused;
}

void keep(Call& call, const workflows::Personal& personal, const cities::Pack& pack, const cities::Form& form,
          const cities::Judgement& judged, Machine& machine) {
  machine.answers = personal.sealed(form, judged.answers, nullptr, call.city());
  machine.derived = cities::derived_wire(judged);
  machine.revision = pack.revision;
  machine.district = text_in(judged.answers, kDistrict);
  machine.machine_kind = text_in(judged.answers, kKind);
  const auto stage = judged.derived.find(kEmissionStage);
  machine.emission_stage =
      stage != judged.derived.end() && stage->second.value.is_string() ? stage->second.value : Json("");
  machine_store::set_judged(call.session, machine);
  identifier_store::replace(call.session, machine.id, identifiers_of(form, judged.answers));
}

}  // namespace

workflows::JudgedBy MachineService::judged_by(Call& call, const Filing& filed,
                                              const cities::Transition& transition,
                                              const std::string& owner_sms_code,
                                              std::vector<std::string>& dropped) const {
  workflows::JudgedBy by;
  by.answers = asked_only(*filed.form, parts_.personal.opened(filed.machine.answers, call.city()), dropped);
  if (!owner_sms_code.empty()) by.answers[kOwnerCode] = owner_sms_code;
  if (transition.check.front() != "*") by.steps = transition.check;
  return by;
}

Json MachineService::submit(Call call, const PackPtr& active, const std::string& id,
                            const std::string& owner_sms_code) const {
  Filing filed = locked(call, active, id);
  const Date today = workflows::case_store::today(call.session);
  if (!filed.current && !filed.pack->effective(today)) throw Problem(422, "pack.not_effective");
  const auto* transition = workflows::submission_of(*filed.workflow, filed.state, {filed.party});
  if (!transition) throw Problem(409, "case.transition");

  const Date date = filed.current ? filed.current->date : today;
  std::vector<std::string> dropped;
  workflows::JudgedBy by = judged_by(call, filed, *transition, owner_sms_code, dropped);
  cities::Judgement judged =
      cities::judge({*filed.pack, *filed.form, by.answers, filed.facts, date, by.steps});
  dropped.insert(dropped.end(), judged.dropped.begin(), judged.dropped.end());
  FilingChecks checks(call, parts_.people, *filed.pack, *filed.form, filed.machine, date);
  const std::size_t of_the_form = judged.flags.size();
  checks.run(judged);
  for (Finding& left : workflows::left_undecided(*filed.workflow, *transition, judged))
    judged.errors.push_back(std::move(left));
  refuse_findings(checks, judged);

  Machine& machine = filed.machine;
  machine.owner = checks.owner();
  keep(call, parts_.personal, *filed.pack, *filed.form, judged, machine);
  by.answers = parts_.personal.sealed(*filed.form, by.answers, nullptr, call.city());
  by.from_register = workflows::register_findings(judged, of_the_form);
  const workflows::Case after =
      parts_.cases.submit(call, filed.pack, filed.current,
                          {filed.workflow->name, kFilingSubject, id, filed.party, machine.owner,
                           machine.district, machine.answers, filed.facts, std::move(judged), std::move(by)});
  return {{"case", parts_.cases.view(call, after)}, {"derived", machine.derived}, {"dropped", dropped}};
}

}  // namespace nrmm::machines

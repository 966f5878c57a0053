#include "base/absent.hpp"
#include "cities/form_wire.hpp"
#include "machines/filing_checks.hpp"
#include "machines/filing_form.hpp"
#include "machines/identifier_store.hpp"
#include "machines/machine_filing.hpp"
#include "machines/machine_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

// Shared keys of the contract that the register keeps in columns.
constexpr const char* kOwnerCode = "owner_sms_code";
constexpr const char* kDistrict = "registration_district";
constexpr const char* kKind = "machine_kind";

void keep(Call& call, const workflows::Course& filed, const cities::Judgement& judged, Machine& machine) {
  machine.derived = cities::derived_wire(judged);
  machine.revision = filed.pack->revision;
  machine.district = text_in(judged.answers, kDistrict);
  machine.machine_kind = text_in(judged.answers, kKind);
  const auto stage = judged.derived.find(kEmissionStage);
  machine.emission_stage =
      stage != judged.derived.end() && stage->second.value.is_string() ? stage->second.value : Json("");
  machine_store::set_judged(call.session, machine);
  identifier_store::replace(call.session, machine.id, identifiers_of(*filed.form, judged.answers));
}

}  // namespace

Json MachineService::asked(const Call& call, const Filing& filed, std::vector<std::string>& dropped) const {
  return asked_only(*filed.form, parts_.personal.opened(filed.machine.answers, call.city()), dropped);
}

Json MachineService::submit(Call call, const PackPtr& active, const std::string& id,
                            const std::string& owner_sms_code) const {
  Filing filed = locked(call, active, id);
  filed.require_effective();
  std::vector<std::string> dropped;
  Json answers = asked(call, filed, dropped);
  if (!owner_sms_code.empty()) answers[kOwnerCode] = owner_sms_code;
  workflows::HandedIn handed(filed, answers);
  cities::Judgement& judged = handed.judged;
  judged.dropped.insert(judged.dropped.begin(), dropped.begin(), dropped.end());

  Machine& machine = filed.machine;
  handed.check_photos(call.session, {call.actor.account, machine.owner, machine.filed_by}, id, machine.owner);
  FilingChecks checks(call, parts_.people, filed, machine);
  checks.run(judged);
  handed.require_accepted(checks.code_refused());

  machine.owner = checks.owner();
  machine.answers = handed.sealed(parts_.personal, call.city());
  keep(call, filed, judged, machine);
  return parts_.submit(call, filed, {kFilingSubject, id, machine.owner}, machine.answers, std::move(handed));
}

}  // namespace nrmm::machines

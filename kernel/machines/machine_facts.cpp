#include "machines/machine_facts.hpp"

#include "machines/code.hpp"
#include "machines/machine_service.hpp"
#include "machines/machine_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {

Json MachineFacts::registered(const std::string& city, const cities::Pack& pack, const Machine& machine,
                              Date on) const {
  Json facts = personal_.masked(machine.answers, city);
  for (const auto& [name, value] : machine.derived.items()) facts[name] = value.value("value", Json());
  facts["code"] = display_code(pack, machine.emission_stage, machine.serial, on);
  facts["coded"] = "here";
  facts["machine_state"] = machine.state == MachineState::deregistered ? "deregistered" : "registered";
  facts["emission_stage"] = machine.emission_stage;
  return facts;
}

Json MachineFacts::of(storage::Session& session, const cities::Pack& pack, const Machine& machine,
                      Date on) const {
  Json facts = registered(session.city(), pack, machine, on);
  for (const Source& source : sources_) facts.update(source(session, machine.serial));
  return facts;
}

http::PinnedForm MachineService::rules_of(workflows::Call call, const PackPtr& active,
                                          const std::string& id) const {
  const Machine machine = own(call, id);
  auto current = parts_.cases.find(call.session, machine.case_id);
  if (current && workflows::ended(current->phase)) current.reset();
  http::PinnedForm under{active, workflows::case_store::today(call.session)};
  if (current) under = {parts_.cases.pack_of(*current, call.city()), current->date};
  const bool registered = !machine.serial.empty();
  if (registered) under.facts = parts_.facts.of(call.session, *under.pack, machine, under.on);
  // A filing is judged by who files it, a change by who asks for it.
  const std::string& who = registered ? call.actor.account : machine.filed_by;
  under.facts.update(parts_.people.facts(call.session, *under.pack, who));
  return under;
}

}  // namespace nrmm::machines

#include "machines/change_history.hpp"

#include <tuple>

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "machines/machine_change_store.hpp"
#include "machines/machine_record.hpp"
#include "machines/machine_store.hpp"

namespace nrmm::machines {
namespace {

std::string article_of(const DecidedChange& change) {
  const cities::Workflow* workflow = change.pack.workflow(change.record.workflow);
  const cities::Transition* transition = workflow ? workflow->transition(change.transition) : nullptr;
  return transition ? transition->basis.text : workflow ? workflow->basis.text : std::string();
}

// Names of the values, not the values: the record keeps those.
Json told(const Json& side) {
  Json out = side;
  for (const char* group : {"answers", "derived"}) {
    if (!side.contains(group)) continue;
    out[group] = Json::array();
    for (const auto& [name, value] : side[group].items()) out[group].push_back(name);
  }
  return out;
}

void audit_change(const DecidedChange& change, const MachineChange& kept) {
  audit::Entry entry;
  entry.action = "machine." + kept.effect;
  entry.object_type = "machine";
  entry.object_id = kept.machine;
  entry.before = told(kept.before);
  entry.after = told(kept.after);
  entry.after["case"] = kept.case_id;
  entry.pack_revision = kept.revision;
  audit::record(change.session, change.actor, {}, entry);
}

}  // namespace

void keep_change(const DecidedChange& change, std::string_view effect, const Machine& before, Machine after,
                 const Json& beside) {
  MachineChange kept;
  kept.id = new_id();
  kept.machine = after.id;
  kept.case_id = change.record.id;
  kept.transition = change.transition;
  kept.effect = effect;
  std::tie(kept.before, kept.after) = differing(record_of(before), record_of(after));
  kept.after.update(beside);
  kept.owner_before = before.owner;
  kept.owner_after = after.owner;
  kept.actor = change.actor.account;
  kept.actor_name = change.actor.name;
  kept.basis = article_of(change);
  kept.revision = change.pack.revision;
  machine_change_store::add(change.session, kept);
  after.change_id = kept.id;
  machine_store::change(change.session, after);
  if (before.emission_stage != after.emission_stage)
    machine_store::add_stage(change.session, after.id, after.serial, after.emission_stage);
  audit_change(change, kept);
}

}  // namespace nrmm::machines

#include "machines/machine_history.hpp"

#include <algorithm>

#include "base/absent.hpp"
#include "machines/change_register.hpp"
#include "machines/change_words.hpp"
#include "machines/code.hpp"
#include "machines/machine_change_store.hpp"
#include "machines/machine_record.hpp"
#include "machines/machine_sight.hpp"
#include "machines/machine_store.hpp"
#include "machines/owner_answers.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr std::size_t kDay = std::string_view("0000-00-00").size();

std::string day_of(const std::string& at) { return at.substr(0, kDay); }

Json item(const std::string& event, const std::string& title, const std::string& label,
          const std::string& at) {
  return {{"event", event},    {"title", title},           {"label", label},  {"by", nullptr},
          {"reason", nullptr}, {"basis", nullptr},         {"case", nullptr}, {"code", nullptr},
          {"sign", nullptr},   {"changes", Json::array()}, {"at", at}};
}

}  // namespace

struct MachineHistory::Look {
  Call& call;
  PackPtr active;
  Machine machine;
  std::string last_day;  // what came later has not happened
  std::vector<machine_store::Stage> stages{};
  std::vector<MachineChange> changes{};
  Json items = Json::array();

  bool by_then(const std::string& day) const { return day <= last_day; }
  // The present owner, and who acts for him, see what is said of that owner only; officers see all.
  bool sees_owner(const std::string& owner) const { return call.as_officer() || owner == machine.owner; }
};

// The steps of the filing, to whose matter it was.
void MachineHistory::add_filing(Look& look) const {
  const auto record = parts_.cases.find(look.call.session, look.machine.case_id);
  if (!record || !look.sees_owner(record->owner)) return;
  const auto pack = parts_.cases.pack_of(*record, look.call.city());
  const cities::Workflow* workflow = pack->workflow(record->workflow);
  const Json shown = parts_.cases.view(look.call, *record);
  for (const Json& event : shown.at("events")) {
    Json one = item(event.at("transition"), workflow ? pack->fill(workflow->title) : record->kind,
                    event.at("label"), event.at("at"));
    one["by"] = event.at("by");
    one["reason"] = event.at("reason");
    one["case"] = record->id;
    look.items.push_back(std::move(one));
  }
}

void MachineHistory::add_codes(Look& look) const {
  for (const machine_store::Stage& stage : look.stages) {
    const std::string code = display_code(*look.active, stage.stage, stage.serial, look.active->from);
    Json one = item("code", look.active->text("history.code"), code, stage.since);
    one["code"] = code;
    look.items.push_back(std::move(one));
  }
}

void MachineHistory::add_changes(Look& look) const {
  const auto masked = [&](const Json& value) { return parts_.personal.masked(value, look.call.city()); };
  for (const MachineChange& change : look.changes) {
    const auto record = parts_.cases.find(look.call.session, change.case_id);
    const auto pack = parts_.cases.pack_of(record.value(), look.call.city());
    const cities::Workflow* workflow = pack->workflow(record->workflow);
    const cities::Transition* step = workflow ? workflow->transition(change.transition) : nullptr;
    const Sides sides{look.sees_owner(change.owner_before), look.sees_owner(change.owner_after)};
    Json one = item(change.effect, workflow ? pack->fill(workflow->title) : record->kind,
                    step ? pack->fill(step->label) : change.transition, change.at);
    if (sides.before || sides.after) one["by"] = change.actor_name;
    one["basis"] = or_null(change.basis);
    one["case"] = sides.before || sides.after ? Json(change.case_id) : Json();
    one["sign"] = change.after.value("sign", Json());
    one["changes"] = changed_values(*pack, form_of_register(*pack, look.machine), change, sides, masked);
    look.items.push_back(std::move(one));
  }
}

// What was done since is undone, the last first.
Json MachineHistory::record(Look& look) const {
  Json then = record_of(look.machine);
  for (auto change = look.changes.rbegin(); change != look.changes.rend() && !look.by_then(change->day);
       ++change)
    then = undone(std::move(then), change->before);
  const std::string owner = then.at("owner"), stage = text_in(then, kEmissionStage);
  Json answers = parts_.personal.masked(then.at("answers"), look.call.city());
  if (!look.sees_owner(owner))
    for (const auto& [name, field] : form_of_register(*look.active, look.machine).fields)
      if (about_owner(field)) answers.erase(name);
  then.erase("owner");
  then["answers"] = std::move(answers);
  then["serial"] = look.machine.serial;
  then["code"] = display_code(*look.active, stage, look.machine.serial, look.active->from);
  return then;
}

Json MachineHistory::of(Call call, const PackPtr& active, const std::string& id,
                        std::optional<Date> as_of) const {
  const Date day = as_of.value_or(workflows::case_store::today(call.session));
  Look look{call, active, machine_in_sight(call, id), day.iso()};
  look.stages = machine_store::stages(call.session, id);
  look.changes = machine_change_store::of_machine(call.session, id);
  const bool registered = !look.stages.empty() && look.by_then(day_of(look.stages.front().since));
  Json record = registered ? this->record(look) : Json();
  add_filing(look);
  add_codes(look);
  add_changes(look);
  Json items = Json::array();
  for (Json& one : look.items)
    if (look.by_then(day_of(one.at("at")))) items.push_back(std::move(one));
  std::stable_sort(items.begin(), items.end(),
                   [](const Json& a, const Json& b) { return a.at("at") < b.at("at"); });
  return {{"as_of", day.iso()}, {"record", std::move(record)}, {"items", std::move(items)}};
}

}  // namespace nrmm::machines

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "machines/code.hpp"
#include "machines/collection.hpp"
#include "machines/machine_change_store.hpp"
#include "machines/machine_service.hpp"
#include "machines/machine_sight.hpp"
#include "machines/machine_store.hpp"
#include "machines/sign_proof_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr const char* kProof = "sign.proof";
constexpr const char* kByPhoto = "photo";

std::string value_of(const std::map<std::string, std::string, std::less<>>& query, std::string_view key) {
  const auto found = query.find(key);
  return found == query.end() ? std::string() : found->second;
}

// What happened to it, oldest first: the steps of its case and the codes it was shown under.
Json history_of(Call& call, const cities::Pack& pack, const Machine& machine, const Json& record) {
  Json history = Json::array();
  if (record.is_object()) {
    for (const Json& event : record["events"]) {
      history.push_back({{"event", event["transition"]},
                         {"label", event["label"]},
                         {"reason", event["reason"]},
                         {"remarks", event["remarks"]},
                         {"at", event["at"]}});
    }
  }
  if (machine.serial.empty()) return history;
  for (const machine_store::Stage& stage : machine_store::stages(call.session, machine.id)) {
    history.push_back({{"event", "code"},
                       {"code", display_code(pack, stage.stage, stage.serial, pack.from)},
                       {"emission_stage", stage.stage},
                       {"at", stage.since}});
  }
  return history;
}

// Whether the mounted or sprayed code was proved, where sign.proof asks it: {state: wanted|proved, at}.
Json sign_proof_view(storage::Session& session, const cities::Pack& pack, const std::string& machine) {
  if (pack.text_policy(kProof, workflows::case_store::today(session)) != kByPhoto) return nullptr;
  const std::string at = sign_proof_store::proved_at(session, machine);
  return {{"state", at.empty() ? "wanted" : "proved"}, {"at", or_null(at)}};
}

machine_store::Filter filter_of(const Call& call,
                                const std::map<std::string, std::string, std::less<>>& query, int limit) {
  machine_store::Filter filter;
  if (!call.as_officer()) filter.account = call.actor.account;
  if (call.reach == http::Reach::district && !call.actor.districts.empty())
    filter.districts = call.actor.districts;
  filter.state = value_of(query, "state");
  filter.district = value_of(query, "district");
  filter.before = value_of(query, "cursor");
  filter.limit = limit + 1;
  if (!filter.before.empty() && !is_id(filter.before)) throw http::bad_request("request.type", "cursor");
  return filter;
}

}  // namespace

Json MachineService::shown(Call& call, const PackPtr& active, const Machine& machine) const {
  Json record = nullptr;
  const auto found = parts_.cases.find(call.session, machine.case_id);
  // Who bought the machine has no part in its filing.
  const bool of_owner = found && (found->owner == machine.owner || found->opened_by == machine.owner);
  if (found && (call.as_officer() || of_owner)) record = parts_.cases.view(call, *found);
  const std::string code = machine.serial.empty()
                               ? ""
                               : display_code(*active, machine.emission_stage, machine.serial, active->from);
  // Not the officer who once filed it for an owner he met, whatever he is by now.
  const bool collects =
      is_own(call, machine) && (call.actor.has_role("owner") || call.actor.has_role("agent"));
  const auto sign = machine_change_store::last_sign(call.session, machine.id);
  const Json history = history_of(call, *active, machine, record);
  return {
      {"id", machine.id},
      {"version", machine.version},
      {"kind", machine.kind},
      {"state", name_of(machine.state)},
      {"code", or_null(code)},
      {"serial", or_null(machine.serial)},
      {"emission_stage", or_null(machine.emission_stage)},
      {"answers", parts_.personal.masked(machine.answers, call.city())},
      {"derived", machine.derived},
      {"case", std::move(record)},
      {"collection", machine.serial.empty()
                         ? Json()
                         : collection_view(call.session, *active, parts_.personal, machine.id, collects)},
      {"sign_proof", machine.serial.empty() ? Json() : sign_proof_view(call.session, *active, machine.id)},
      {"sign", sign ? Json{{"number", sign->number}, {"code", sign->code}, {"ordered_at", sign->ordered_at}}
                    : Json()},
      {"history", history},
      {"created_at", machine.created_at},
      {"updated_at", machine.updated_at}};
}

Json MachineService::view(Call call, const PackPtr& active, const std::string& id) const {
  const Machine machine = machine_in_sight(call, id);
  Json out = shown(call, active, machine);
  out["progress"] = is_own(call, machine) && editable(machine) ? progress(call, active, machine) : Json();
  return out;
}

Json MachineService::list(Call call, const PackPtr& active,
                          const std::map<std::string, std::string, std::less<>>& query, int limit) const {
  auto machines = machine_store::list(call.session, filter_of(call, query, limit));
  Json next = nullptr;
  if (machines.size() > static_cast<std::size_t>(limit)) {
    machines.pop_back();
    next = machines.back().id;
  }
  Json items = Json::array();
  for (const Machine& machine : machines) items.push_back(shown(call, active, machine));
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

}  // namespace nrmm::machines

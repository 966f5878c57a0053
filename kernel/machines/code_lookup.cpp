#include "machines/code_lookup.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "machines/code.hpp"
#include "machines/code_lookup_store.hpp"

namespace nrmm::machines {
namespace {

// What somebody on duty needs to tell whether the machine before him is the one registered.
const std::vector<std::string> kDutyView = {
    "code",          "machine_state", "emission_stage", "machine_kind", "machine_maker",
    "machine_model", "machine_date",  "fuel",           "power_kw",     "registration_district"};

bool on_duty(const Actor& actor) {
  static const std::vector<std::string> kRoles = {
      "district_auditor",   "city_auditor", "inspector",    "desk_clerk", "township_officer",
      "department_officer", "operator",     "site_manager", "recorder"};
  return std::any_of(kRoles.begin(), kRoles.end(), [&](const auto& role) { return actor.has_role(role); });
}

// Whatever a pack lists, a person, a picture or a place is never among the facts of a code.
bool may_be_shown(const cities::Pack& pack, const std::string& fact) {
  using enum cities::FieldType;
  for (const auto& [name, form] : pack.forms) {
    const cities::Field* field = form.field(fact);
    if (!field) continue;
    for (const auto type : {phone, id_number, uscc, photo, photos, position, area}) {
      if (field->type == type) return false;
    }
  }
  return true;
}

Json value_of(const CodedMachine& machine, const std::string& fact, const std::string& code) {
  if (fact == "code") return code;
  if (fact == "machine_state") return machine.state == "valid" ? "registered" : "deregistered";
  if (fact == "emission_stage") return machine.emission_stage;
  const auto answer = machine.answers.find(fact);
  return answer == machine.answers.end() ? Json(nullptr) : *answer;
}

// The serial stays when the stage changes; the sign that shows the earlier one holds no longer.
std::string state_of(const CodedMachine& machine, const std::string& stage_read) {
  const auto& earlier = machine.earlier_stages;
  const bool outdated = stage_read != machine.emission_stage &&
                        std::find(earlier.begin(), earlier.end(), stage_read) != earlier.end();
  return machine.state == "valid" && outdated ? "void" : machine.state;
}

}  // namespace

std::optional<Json> CodeLookup::look_up(storage::Session& session, const cities::Pack& asked,
                                        const Actor& actor, std::string_view typed) {
  const auto read = read_code(asked, typed, asked.from);
  if (!read) return std::nullopt;
  auto machine = find_coded(session, read->serial);
  std::shared_ptr<const cities::Pack> owner;
  if (machine && !machine->here) {
    auto there = database_.session(machine->city);
    owner = packs_.current()->find(machine->city);
    machine = find_coded(there, read->serial);
  }
  if (!machine || !machine->here) return std::nullopt;
  const cities::Pack& pack = owner ? *owner : asked;

  auto visible = pack.list("public_view.fields", machine->today);
  if (on_duty(actor) && actor.city == machine->city) visible = kDutyView;
  if (visible.empty()) return std::nullopt;

  const std::string code = display_code(pack, machine->emission_stage, read->serial, machine->today);
  Json fields = Json::object();
  for (const std::string& fact : visible) {
    if (may_be_shown(pack, fact)) fields[fact] = value_of(*machine, fact, code);
  }
  return Json{{"code", code},
              {"serial", read->serial},
              {"emission_stage", machine->emission_stage},
              {"state", state_of(*machine, read->stage)},
              {"mismatch", !read->stage.empty() && read->stage != machine->emission_stage},
              {"city", pack.id},
              {"fields", fields}};
}

}  // namespace nrmm::machines

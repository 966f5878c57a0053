#include "sites/gate_passing.hpp"
#include "workflows/message_store.hpp"

namespace nrmm::sites {
namespace {

constexpr const char* kReport = "gate_report";

// The department in whose care the site is; where it has none, the district.
std::vector<workflows::Officer> in_charge(workflows::People& people, storage::Session& session,
                                          const Site& site) {
  if (!site.department.empty()) {
    auto found = people.officers(session, {{"department_officer"}, site.district, site.department, ""});
    if (!found.empty()) return found;
  }
  return people.officers(session, {{"district_auditor"}, site.district, "", ""});
}

}  // namespace

void GateService::tell(workflows::Call& call, const Passing& passing) const {
  const std::string text = passing.pack->text(
      "notice.gate_report", {{"site_name", passing.site.name}, {"code", passing.movement.code}});
  for (const workflows::Officer& officer : in_charge(parts_.people, call.session, passing.site))
    workflows::message_store::add(call.session, {officer.id, kReport, text, "movement", passing.movement.id});
}

Json movement_view(const Movement& movement, const workflows::Personal& personal, const std::string& city) {
  Json machine = movement.machine;
  machine["serial"] = movement.serial;
  machine["code"] = movement.code;
  machine["coded"] = movement.coded;
  return {{"id", movement.id},
          {"movement", name_of(movement.direction)},
          {"site", movement.site},
          {"machine", std::move(machine)},
          {"scanned_at", movement.scanned_at},
          {"late", movement.late},
          {"distance_m", movement.distance_m ? Json(*movement.distance_m) : Json()},
          {"doubts", movement.doubts},
          {"answers", personal.masked(movement.answers, city)},
          {"findings", movement.findings},
          {"reported", movement.reported},
          {"recorded_by", movement.recorded_by.empty() ? Json() : Json(movement.recorded_by)}};
}

}  // namespace nrmm::sites

#include "sites/gate_service.hpp"

#include <algorithm>
#include <cmath>

#include "audit/audit.hpp"
#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "cities/place_value.hpp"
#include "machines/code.hpp"
#include "photos/photo_row_store.hpp"
#include "sites/gate_passing.hpp"
#include "sites/movement_store.hpp"
#include "sites/position_doubts.hpp"
#include "sites/site_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::sites {
namespace {

using workflows::Call;

constexpr int kPositionsSeen = 3;

// About where the machine is; anything else that stops it is 422.
bool of_presence(const std::string& code) {
  return code == "gate.present_elsewhere" || code == "gate.already_here" || code == "gate.not_here";
}

Problem refusal(const GateJudgement& judged) {
  std::vector<Finding> all = judged.errors;
  std::copy_if(judged.findings.begin(), judged.findings.end(), std::back_inserter(all),
               [](const Finding& one) { return one.level == "refuse"; });
  const bool presence =
      std::all_of(all.begin(), all.end(), [](const Finding& one) { return of_presence(one.code); });
  Problem problem(presence ? 409 : 422, presence ? all.front().code : "gate.refused");
  problem.message = presence ? all.front().message : "";
  problem.errors = std::move(all);
  return problem;
}

const cities::Form& form_at(const cities::Pack& pack, Direction direction) {
  const cities::Form* form = pack.form(name_of(direction));
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

void record(Call& call, const std::string& action, const Movement& movement) {
  audit::Entry entry;
  entry.action = action;
  entry.object_type = "movement";
  entry.object_id = movement.id;
  entry.after = {{"site", movement.site}, {"serial", movement.serial}, {"late", movement.late}};
  entry.pack_revision = movement.revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

std::string action_of(const Movement& movement) { return std::string("site.") + name_of(movement.direction); }

int seconds_between(storage::Session& session, const std::string& from, const std::string& to) {
  return static_cast<int>(
      session.run("select extract(epoch from $2::timestamptz - $1::timestamptz)::int as s", {from, to})
          .front()
          .integer("s"));
}

movement_store::ScanTime when(Call& call, const cities::Pack& pack, const std::string& stated) {
  const Date today = workflows::case_store::today(call.session);
  const int hours = pack.policy("entry.late_hours", today).get<int>();
  const auto refused = [&](const char* code) {
    return workflows::member_refused(pack, "scanned_at", code, {{"label", pack.text("label.scanned_at")}});
  };
  const auto time = movement_store::scan_time(call.session, stated, hours);
  if (!time || time->ahead) throw refused("date");
  if (time->too_late) throw refused("too_late");
  return *time;
}

void require_way(const cities::Pack& pack, const std::string& identified) {
  const auto ways = pack.list("entry.identify", pack.from);
  if (identified.empty() || std::find(ways.begin(), ways.end(), identified) != ways.end()) return;
  throw workflows::member_refused(pack, "identified", "choice", {{"label", pack.text("label.identified")}});
}

}  // namespace

GateService::Passing GateService::passing(Call& call, const PackPtr& pack, const std::string& site,
                                          Direction direction, const Report& report) const {
  Passing passing{parts_.sites.at_gate(call, site), pack, report};
  const auto time = when(call, *pack, report.scanned_at);
  require_way(*pack, report.identified);
  passing.on = *Date::parse(time.day);
  Movement& movement = passing.movement;
  movement.site = passing.site.id;
  movement.direction = direction;
  movement.scanned_at = time.scanned_at;
  movement.late = time.late;
  movement.client_id = report.client_id;
  movement.recorded_by = call.actor.account;
  movement.identified = report.identified;
  movement.position = report.position;
  movement.revision = pack->revision;
  const auto proof = parts_.passports.proof(*pack, report.code, passing.on);
  const std::string code =
      proof ? machines::display_code(*pack, proof->stage, proof->serial, passing.on) : report.code;
  const auto known = parts_.machines.at_gate(call.session, *pack, code, passing.on);
  if (!known)
    throw workflows::member_refused(*pack, "code", "pattern", {{"label", pack->text("label.machine_code")}});
  passing.machine = *known;
  if (proof)
    passing.machine.summary["passport"] = {{"city", proof->city}, {"issued_on", proof->issued_on.iso()}};
  movement.serial = known->serial;
  movement.code = known->code;
  movement.coded = known->coded.empty() ? fact::kHere : known->coded;
  movement.machine_id = known->id;
  return passing;
}

// A report that was on its way while others passed comes after them: with the time at which it set out it
// would be taken for a late one, and what came after that blocks nothing.
void GateService::take_turn(Call& call, Passing& passing) const {
  Movement& movement = passing.movement;
  movement_store::take_turn(call.session, movement.serial);
  movement.id = new_id();
  if (passing.report.scanned_at.empty()) movement.scanned_at = movement_store::now(call.session);
}

void GateService::place(Call& call, Passing& passing) const {
  Movement& movement = passing.movement;
  if (!movement.position.is_object()) return;
  const auto here = cities::place_of(movement.position).point;
  const cities::Place site =
      passing.site.place.is_object() ? cities::place_of(passing.site.place) : cities::Place{};
  if (const auto away = here ? cities::metres_to(site, *here) : std::nullopt)
    movement.distance_m = std::round(*away);
  const auto before = movement_store::positions_of(call.session, call.actor.account, kPositionsSeen);
  const double seconds =
      before.empty() ? 0 : seconds_between(call.session, before.front().scanned_at, movement.scanned_at);
  movement.doubts = position_doubts(movement.position, passing.site.place, before, seconds);
}

// Where the machine is by what was reported before the scan; what came after it does not count.
void GateService::whereabouts(Call& call, Passing& passing) const {
  passing.open = presence_store::open(call.session, passing.movement.serial);
  passing.followed =
      movement_store::next_after(call.session, passing.movement.serial, passing.movement.scanned_at);
}

Json GateService::other_site(Call& call, const cities::Pack& pack,
                             const presence_store::Presence& presence) const {
  const auto site = site_store::find(call.session, presence.site);
  if (!site) return Json::object();
  const Json answers = parts_.personal.opened(site->answers, call.city());
  Json facts = Json::object();
  for (const std::string& name :
       pack.list("entry.show_other_site", workflows::case_store::today(call.session)))
    if (const auto found = answers.find(name); found != answers.end()) facts[name] = *found;
  return facts;
}

Json GateService::known_facts(Call& call, const Passing& passing) const {
  Json facts = passing.machine.facts;
  facts["code"] = passing.machine.code;
  facts["site_state"] = fact_of(passing.site.state);
  if (!passing.machine.coded.empty()) facts["coded"] = passing.machine.coded;
  if (passing.movement.distance_m) facts["distance_m"] = *passing.movement.distance_m;
  if (!passing.movement.doubts.empty()) facts["position_doubts"] = dump_json(passing.movement.doubts);
  facts["presence"] = nullptr;
  if (passing.late_between()) return facts;
  if (passing.here()) {
    facts["presence"] = fact::kHere;
  } else if (!passing.open.empty()) {
    facts["presence"] = fact::kElsewhere;
    facts.update(other_site(call, *passing.pack, passing.open.front()));
  }
  return facts;
}

std::vector<std::string> GateService::photos_of(Call& call, const Passing& passing, const Report& report,
                                                const Json& answers) const {
  std::vector<std::string> ids;
  for (const Json& photo :
       workflows::photos_in(*passing.pack, form_at(*passing.pack, passing.movement.direction), answers))
    ids.push_back(photo["id"]);
  const auto own = photos::photo_row_store::uploaded_by(call.session, report.photos, {call.actor.account});
  for (const std::string& id : report.photos) {
    if (!own.contains(id))
      throw workflows::member_refused(*passing.pack, "photos", "photo",
                                      {{"label", passing.pack->text("label.photos")}});
    ids.push_back(id);
  }
  return ids;
}

Json GateService::pass(Call call, const PackPtr& pack, const std::string& site, Direction direction,
                       const Report& report) const {
  Passing passing = this->passing(call, pack, site, direction, report);
  Movement& movement = passing.movement;
  take_turn(call, passing);
  if (const auto again = repeated(call, passing)) {
    movement_store::add_repeat(call.session, *again, movement.client_id);
    record(call, "site.repeated", *again);
    return movement_view(*again, parts_.personal, call.city());
  }
  place(call, passing);
  whereabouts(call, passing);

  const cities::Form& form = form_at(*pack, direction);
  const Passage passage{direction, report.answers, report.foreign, known_facts(call, passing), passing.on};
  GateJudgement judged = judge_gate(*pack, passage);
  check_photos(call, passing, form, judged);
  if (judged.blocked()) throw refusal(judged);

  const auto photos = photos_of(call, passing, report, judged.answers);
  movement.answers = parts_.personal.sealed(form, judged.answers, nullptr, call.city());
  movement.machine = passing.machine.summary;
  if (judged.foreign.is_object()) movement.machine.update(judged.foreign);
  for (const Finding& finding : judged.findings) movement.findings.push_back(finding.to_json());
  movement.reported = judged.report;
  movement_store::insert(call.session, movement, photos);
  if (direction == Direction::entry)
    enter(call, passing, judged);
  else
    leave(call, passing);
  if (movement.reported) tell(call, passing);
  record(call, action_of(movement), movement);
  return movement_view(movement, parts_.personal, call.city());
}

std::optional<Movement> GateService::repeated(Call& call, const Passing& passing) const {
  const Movement& movement = passing.movement;
  if (!movement.client_id.empty()) {
    auto same = movement_store::of_client(call.session, movement.site, movement.client_id);
    if (same && (same->serial != movement.serial || same->direction != movement.direction))
      throw Problem(422, "request.idempotency_reused");
    if (same) return same;
  }
  const int minutes = passing.pack->policy("entry.repeat_minutes", passing.on).get<int>();
  const auto last = movement_store::last_of(call.session, movement.serial);
  auto same = movement_store::same_again(call.session, movement.site, movement.serial, movement.direction,
                                         movement.scanned_at, minutes);
  // In, out and in again within the minutes are three passages.
  return same && last && last->id == same->id ? same : std::nullopt;
}

void GateService::check_photos(Call& call, const Passing& passing, const cities::Form& form,
                               GateJudgement& judged) const {
  cities::Judgement shown;
  shown.answers = judged.answers;
  const std::string& who = call.actor.account;
  workflows::check_photos(call.session, {*passing.pack, form, {who}, passing.movement.id, who, passing.on},
                          shown);
  std::move(shown.errors.begin(), shown.errors.end(), std::back_inserter(judged.errors));
  std::move(shown.flags.begin(), shown.flags.end(), std::back_inserter(judged.findings));
}

void GateService::enter(Call& call, Passing& passing, const GateJudgement& judged) const {
  const Movement& movement = passing.movement;
  const presence_store::Presence presence{new_id(), movement.site, movement.serial, movement.id,
                                          movement.scanned_at};
  if (passing.late_between()) {
    presence_store::add_past(call.session, presence, passing.followed->scanned_at);
    site_store::count(call.session, movement.site, true, 0);
    return;
  }
  if (judged.leaves_elsewhere) leave_elsewhere(call, passing);
  const bool exclusive = passing.pack->text_policy("entry.double_presence", passing.on) == "block";
  if (!presence_store::begin(call.session, presence, exclusive)) throw Problem(409, "gate.already_here");
  site_store::count(call.session, movement.site, true, 1);
}

void GateService::leave(Call& call, Passing& passing) const {
  const Movement& movement = passing.movement;
  const auto here = passing.here();
  if (!here) throw Problem(409, "gate.not_here");
  presence_store::end(call.session, here->id, movement.id, movement.scanned_at);
  site_store::count(call.session, movement.site, false, -1);
}

// The system's own exits, in the order of the sites' ids: two entries at once lock them alike.
void GateService::leave_elsewhere(Call& call, Passing& passing) const {
  auto open = passing.open;
  std::sort(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.site < b.site; });
  for (const presence_store::Presence& presence : open) {
    Movement exit = passing.movement;
    exit.id = new_id();
    exit.site = presence.site;
    exit.direction = Direction::exit;
    exit.recorded_by.clear();
    exit.client_id.clear();
    exit.position = nullptr;
    exit.distance_m.reset();
    exit.doubts.clear();
    exit.answers = Json::object();
    exit.findings = Json::array();
    exit.reported = false;
    movement_store::insert(call.session, exit, {});
    presence_store::end(call.session, presence.id, exit.id, exit.scanned_at);
    site_store::count(call.session, presence.site, false, -1);
    record(call, action_of(exit), exit);
  }
}

}  // namespace nrmm::sites

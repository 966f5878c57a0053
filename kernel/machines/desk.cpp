#include "base/problem.hpp"
#include "base/random.hpp"
#include "base/same_secret.hpp"
#include "base/system_actor.hpp"
#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "machines/code.hpp"
#include "machines/collection_store.hpp"
#include "machines/machine_store.hpp"
#include "storage/savepoint.hpp"
#include "workflows/case_store.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr int kMostTries = 5;
constexpr int kLockedSeconds = 3600, kSecondsAMinute = 60;
constexpr std::size_t kLongestReceiver = 60;  // code points
constexpr int kBatch = 100;                   // reminders of one transaction
constexpr const char* kReady = "ready";
constexpr const char* kCollected = "collected";

Problem refused(const cities::Pack& pack, const std::string& member, const std::string& code,
                Json words = {}) {
  words["label"] = pack.text("label." + member);
  return workflows::member_refused(pack, member, code, words);
}

std::string code_of(const cities::Pack& pack, const Machine& machine) {
  return display_code(pack, machine.emission_stage, machine.serial, pack.from);
}

}  // namespace

// A desk gives out what its own districts registered.
void Desk::check_place(const Call& call, const cities::Pack& pack, const Collection& found) const {
  if (found.district.empty() || call.covers(found.district)) return;
  const cities::District* district = pack.district(found.district);
  const std::string name = !district                       ? found.district
                           : district->office_name.empty() ? district->name
                                                           : district->office_name;
  throw Problem(409, "collection.elsewhere", {{"office", name}});
}

// Wrong ones are counted. Who has guessed too often waits, and has to guess anew: the owner gets another
// password and is told.
void Desk::check_password(const Call& call, const cities::Pack& pack, const Machine& machine,
                          const Collection& found, const std::string& given) const {
  if (found.password_sealed.empty()) return;
  if (found.locked_seconds > 0) {
    Problem locked(429, "collection.locked");
    locked.retry_after = found.locked_seconds;
    throw locked;
  }
  if (given.empty()) throw refused(pack, "password", "required");
  if (same_secret(given, personal_.open(found.password_sealed, call.city()))) return;
  if (found.tries + 1 < kMostTries)
    collection_store::count_try(call.session, found.serial);
  else
    lock(call, pack, machine, found.serial);
  record(call, pack, found, audit::kRefused);
  Problem wrong = refused(pack, "password", "password_wrong");
  wrong.keep_writes = true;
  throw wrong;
}

void Desk::lock(const Call& call, const cities::Pack& pack, const Machine& machine,
                const std::string& serial) const {
  collection_store::renew(call.session, serial, personal_.seal(random_digits(kPasswordDigits), call.city()),
                          kLockedSeconds);
  tell_owner(call, pack, machine, "collection_locked", {{"minutes", kLockedSeconds / kSecondsAMinute}});
}

void Desk::tell_owner(const Call& call, const cities::Pack& pack, const Machine& machine,
                      const std::string& event, Json words) const {
  workflows::Case about;
  about.subject_type = "filing";
  about.subject_id = machine.id;
  about.date = workflows::case_store::today(call.session);
  words["code"] = code_of(pack, machine);
  notices_.tell(call.session, pack, machine.owner, event, words, about);
}

void Desk::record(const Call& call, const cities::Pack& pack, const Collection& found,
                  const char* result) const {
  audit::Entry entry;
  entry.action = "code.collect";
  entry.object_type = "machine";
  entry.object_id = found.machine;
  entry.after = {{"serial", found.serial}, {"late", found.late}};
  entry.result = result;
  entry.pack_revision = pack.revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

Json Desk::collect(Call call, const cities::Pack& pack, const std::string& code, const std::string& password,
                   const std::string& given_receiver) const {
  const auto read = read_code(pack, code, pack.from);
  const auto machine = read ? machine_store::bearing(call.session, read->serial) : std::nullopt;
  if (!machine) throw Problem(404, "request.not_found");
  const auto found = collection_store::lock(call.session, read->serial);
  if (!found || machine->state != MachineState::approved) throw Problem(409, "collection.none");
  check_place(call, pack, *found);
  if (!found->collected_at.empty()) throw Problem(409, "collection.done", {{"at", found->collected_at}});
  const std::string receiver = trim(given_receiver);
  if (code_points(receiver) > kLongestReceiver)
    throw refused(pack, "receiver", "max_length", {{"max", kLongestReceiver}});
  check_password(call, pack, *machine, *found, trim(password));

  collection_store::set_collected(call.session, found->serial, call.actor.account, receiver);
  record(call, pack, *found, audit::kDone);
  tell_owner(call, pack, *machine, "code_collected");
  return {{"code", code_of(pack, *machine)},
          {"serial", machine->serial},
          {"machine", machine->id},
          {"collection", collection_view(call.session, pack, personal_, machine->id, false)}};
}

// A machine that was taken off the register meanwhile needs no code any more.
void Desk::remind_of(const Call& call, const cities::Pack& pack, const Collection& due, Date today) const {
  const auto machine = machine_store::find(call.session, due.machine);
  if (!machine || machine->state != MachineState::approved) {
    collection_store::sleep_for_good(call.session, due.serial);
    return;
  }
  const Date last = Date::parse(due.last_day).value();
  collection_store::sleep_on(call.session, due.serial);
  tell_owner(call, pack, *machine, last < today ? "collection_overdue" : "collection_due",
             {{"last_day", due.last_day}});
}

int Desk::remind(storage::Session& session, const cities::Pack& pack, const Stuck& stuck) const {
  const Actor system = system_actor(session.city());
  const Call call{session, system, {}, http::Reach::city};
  const Date today = workflows::case_store::today(session);
  const auto woken = collection_store::lock_woken(session, kBatch);
  for (const Collection& due : woken) {
    const std::string reason = storage::failure_of(session, [&] { remind_of(call, pack, due, today); });
    if (reason.empty()) continue;
    collection_store::sleep_till_tomorrow(session, due.serial);
    if (stuck) stuck(due, reason);
  }
  return static_cast<int>(woken.size());
}

Json Desk::list(Call call, const cities::Pack& pack, const std::string& state, std::optional<bool> overdue,
                const std::string& cursor, int limit) const {
  collection_store::Filter filter;
  filter.overdue = overdue;
  filter.before = cursor;
  filter.limit = limit + 1;
  if (!state.empty() && state != kReady && state != kCollected)
    throw http::bad_request("request.type", "state");
  if (!state.empty()) filter.collected = state == kCollected;
  if (!cursor.empty() && !is_id(cursor)) throw http::bad_request("request.type", "cursor");
  if (call.reach == http::Reach::district && !call.actor.districts.empty())
    filter.districts = call.actor.districts;
  auto all = collection_store::list(call.session, filter);
  Json next = nullptr;
  if (all.size() > static_cast<std::size_t>(limit)) {
    all.pop_back();
    next = all.back().id;
  }
  Json items = Json::array();
  for (const Collection& one : all) {
    const auto machine = machine_store::find(call.session, one.machine);
    Json item = collection_wire(pack, one);
    item["id"] = one.id;
    item["serial"] = one.serial;
    item["code"] = machine ? Json(code_of(pack, *machine)) : Json();
    item["machine"] = one.machine;
    items.push_back(std::move(item));
  }
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

}  // namespace nrmm::machines

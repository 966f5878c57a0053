#include "workflows/disclosure.hpp"

#include <limits>
#include <set>

#include "http/bad_request.hpp"
#include "photos/photo_row_store.hpp"
#include "storage/counters.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/form_subject.hpp"
#include "workflows/purpose.hpp"

namespace nrmm::workflows {
namespace {

constexpr const char* kAlarm = "disclosure.alarm_per_hour";
constexpr std::size_t kMostFields = 20;
constexpr std::chrono::hours kWindow{1};

std::set<std::string> fields_of(const Json& sent) {
  std::set<std::string> names;
  for (const Json& one : sent) {
    if (!one.is_string()) throw http::bad_request("request.type", "fields");
    names.insert(one.get<std::string>());
  }
  if (names.empty() || names.size() > kMostFields) throw http::bad_request("request.type", "fields");
  return names;
}

audit::Entry entry_of(const char* action, const Case& record, Json after) {
  audit::Entry entry{.action = action, .object_type = "case", .object_id = record.id};
  entry.after = std::move(after);
  entry.pack_revision = record.revision;
  return entry;
}

const cities::Form& its_form(const cities::Pack& pack, const Case& record) {
  const cities::Form* form = form_of(pack, record);
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

}  // namespace

Json Disclosure::value_of(Call& call, const cities::Form& form, const Case& record,
                          const std::string& name) const {
  const cities::Field* field = form.field(name);
  const bool answered = field && record.answers.contains(name);
  if (answered && Personal::is_personal(*field)) return personal_.opened(record.answers[name], call.city());
  if (!answered || !is_photo(*field)) throw http::bad_request("request.type", "fields");
  Json notes = Json::object();
  const Json ids =
      record.answers[name].is_array() ? record.answers[name] : Json::array({record.answers[name]});
  for (const Json& id : ids) {
    const auto sealed = photos::photo_row_store::sealed_exif(call.session, id.get<std::string>());
    if (sealed) notes[id.get<std::string>()] = parse_json(personal_.open(*sealed, call.city()));
  }
  return notes;
}

// All servers count together, by the clock's hours. What is taken locks the counter until the end, so of
// calls at the same time exactly one sees itself pass the limit.
void Disclosure::count(Call& call, const cities::Pack& pack, int values) const {
  const std::string name = "disclosure/" + call.actor.account;
  for (int i = 0; i < values; ++i)
    storage::take(call.session, name, std::numeric_limits<int>::max(), kWindow);
  const int read = storage::counted(call.session, name, kWindow);
  const int most = pack.policy(kAlarm, case_store::today(call.session)).get<int>();
  if (read <= most || read - values > most) return;
  audit::Entry alarm{.action = "disclosure.alarm", .object_type = "account", .object_id = call.actor.account};
  alarm.after = {{"values", read}, {"allowed", most}, {"hours", kWindow.count()}};
  alarm.pack_revision = pack.revision;
  audit::record(call.session, call.actor, call.origin, alarm);
  logger_.warning("an officer reads unusually many personal values",
                  {{"city", call.city()}, {"account", call.actor.account}, {"values", read}});
}

http::Response Disclosure::open(http::Request& request) const {
  const auto names = fields_of(request.body.at("fields"));
  const std::string purpose = stated_purpose(*request.pack, request.text("purpose"));
  Call call = call_of(request);
  const Case record = cases_.case_for(call, request.param("id"));
  const auto pack = cases_.pack_of(record, call.city());
  const cities::Form& form = its_form(*pack, record);
  Json values = Json::object();
  for (const std::string& name : names) values[name] = value_of(call, form, record, name);
  audit::record(call.session, call.actor, call.origin,
                entry_of("case.disclosure", record, {{"fields", names}, {"purpose", purpose}}));
  count(call, *request.pack, static_cast<int>(names.size()));
  auto answer = http::Response::ok({{"values", std::move(values)}});
  answer.secrets = {"values"};
  return answer;
}

void add_disclosure_routes(http::Router& router, const Disclosure& disclosure) {
  router.add({.method = "POST",
              .path = "cases/{id}/disclosure",
              .summary = "Personal values of a case in full, for a stated purpose; recorded",
              .handler = [&disclosure](http::Request& request) { return disclosure.open(request); },
              .body = {{.name = "fields", .type = http::Member::Type::array, .required = true},
                       {.name = "purpose", .required = true, .description = "2 to 200 characters"}}});
}

}  // namespace nrmm::workflows

#include "sites/recorders.hpp"

#include "audit/audit.hpp"
#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "sites/recorder_store.hpp"
#include "users/account_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/member_refused.hpp"
#include "workflows/personal.hpp"

namespace nrmm::sites {
namespace {

using workflows::Call;

constexpr std::size_t kLongestName = 60;

void record(Call& call, const char* action, const std::string& site, const std::string& recorder) {
  audit::Entry entry;
  entry.action = action;
  entry.object_type = "site";
  entry.object_id = site;
  entry.after = {{"recorder", recorder}};
  audit::record(call.session, call.actor, call.origin, entry);
}

Json view(const recorder_store::Recorder& recorder, const users::PersonalNumbers& numbers,
          const std::string& city) {
  return {{"id", recorder.id},
          {"name", recorder.name},
          {"phone", workflows::Personal::masked(numbers.opened(city, recorder.phone_sealed))},
          {"bound", !recorder.account.empty()},
          {"added_at", recorder.added_at},
          {"bound_at", or_null(recorder.bound_at)}};
}

}  // namespace

Json Recorders::add(Call call, const cities::Pack& pack, const std::string& site, const std::string& name,
                    const std::string& phone) const {
  sites_.managed(call, site);
  if (!pack.flag("sites.recorders", workflows::case_store::today(call.session)))
    throw Problem(409, "site.no_recorders");
  const auto refused = [&](const char* member, const char* code) {
    return workflows::member_refused(pack, member, code,
                                     {{"label", pack.text(std::string("label.") + member)}});
  };
  const std::string called = trim(name), number = cities::normal_phone(phone);
  if (called.empty()) throw refused("name", "required");
  if (code_points(called) > kLongestName) throw refused("name", "type");
  if (!cities::valid_phone(number)) throw refused("phone", "phone");
  recorder_store::Recorder recorder{
      .id = new_id(), .site = site, .name = called, .phone_sealed = numbers_.sealed(call.city(), number)};
  if (!recorder_store::insert(call.session, recorder, numbers_.phone_mac(call.city(), number)))
    throw Problem(409, "recorder.known");
  record(call, "recorder.add", site, recorder.id);
  for (const auto& stored : recorder_store::of_site(call.session, site))
    if (stored.id == recorder.id) return view(stored, numbers_, call.city());
  throw std::logic_error("a recorder that was added is not there");
}

Json Recorders::list(Call call, const std::string& site) const {
  sites_.managed(call, site);
  Json items = Json::array();
  for (const auto& recorder : recorder_store::of_site(call.session, site))
    items.push_back(view(recorder, numbers_, call.city()));
  return {{"items", std::move(items)}};
}

void Recorders::remove(Call call, const std::string& site, const std::string& id) const {
  sites_.managed(call, site);
  const auto removed = recorder_store::remove(call.session, site, id);
  if (!removed) throw Problem(404, "request.not_found");
  if (!removed->account.empty() && !recorder_store::records_anywhere(call.session, removed->account))
    users::set_role(call.session, removed->account, kRecorder, false);
  record(call, "recorder.remove", site, id);
}

std::vector<std::string> Recorders::bind(storage::Session& session, const std::string& account,
                                         const std::string& phone_mac) {
  auto sites = recorder_store::bind(session, phone_mac, account);
  if (!sites.empty()) users::set_role(session, account, kRecorder, true);
  return sites;
}

}  // namespace nrmm::sites

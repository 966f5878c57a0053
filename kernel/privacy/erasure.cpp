#include "privacy/erasure.hpp"

#include "audit/audit.hpp"
#include "base/problem.hpp"
#include "base/system_actor.hpp"
#include "privacy/erasure_store.hpp"
#include "storage/savepoint.hpp"
#include "users/account_store.hpp"

namespace nrmm::privacy {
namespace {

constexpr const char* kRecords = "retention.records";
constexpr const char* kGrace = "retention.erasure";
constexpr int kBatch = 50;

Json hold(const cities::Pack& pack, Date today, const char* code, const std::optional<Date>& until) {
  const Json filled = {{"until", until ? until->iso() : ""}};
  return {{"code", code},
          {"message", pack.text(std::string("erasure.") + code, filled)},
          {"basis", pack.policies.find(kRecords)->second.on(today).basis.text},
          {"until", until ? Json(until->iso()) : Json()}};
}

Json holds_of(storage::Session& session, const cities::Pack& pack, const std::string& account) {
  const Date today = users::city_today(session);
  const auto kept = erasure_store::kept(session, account);
  Json holds = Json::array();
  if (kept.open_cases > 0) holds.push_back(hold(pack, today, "open_case", std::nullopt));
  if (kept.registered > 0) holds.push_back(hold(pack, today, "registered", std::nullopt));
  const auto years = pack.duration(kRecords, today);
  if (!kept.last_end || !years) return holds;
  const Date until = pack.due(*years, *kept.last_end);
  if (today <= until) holds.push_back(hold(pack, today, "records", until));
  return holds;
}

Json state_of(http::Request& request) {
  storage::Session& session = request.session();
  const auto asked = erasure_store::find(session, request.actor.account);
  Json holds = holds_of(session, *request.pack, request.actor.account);
  const char* state = !asked ? "none" : holds.empty() ? "scheduled" : "held";
  return {{"state", state},
          {"requested_at", asked ? Json(asked->requested_at) : Json()},
          {"erase_after", asked ? Json(asked->erase_after) : Json()},
          {"holds", std::move(holds)}};
}

void record(http::Request& request, const char* action) {
  audit::Entry entry{.action = action, .object_type = "account", .object_id = request.actor.account};
  entry.pack_revision = request.pack->revision;
  audit::record(request.session(), request.actor, {request.address, request.request_id}, entry);
}

void record_erasure(storage::Session& session, const cities::Pack& pack, const std::string& account,
                    const std::string& failure) {
  audit::Entry entry{.action = "account.erase", .object_type = "account", .object_id = account};
  entry.pack_revision = pack.revision;
  if (!failure.empty()) {
    entry.result = audit::kRefused;
    entry.after = {{"reason", failure}};
  }
  audit::record(session, system_actor(session.city()), {}, entry);
}

}  // namespace

http::Response Erasure::show(http::Request& request) const { return http::Response::ok(state_of(request)); }

http::Response Erasure::ask(http::Request& request) const {
  proof_.require(request);
  storage::Session& session = request.session();
  const Date today = users::city_today(session);
  const auto grace = request.pack->duration(kGrace, today);
  erasure_store::add(session, request.actor.account, grace ? request.pack->due(*grace, today) : today);
  record(request, "account.erasure_request");
  return http::Response::accepted(state_of(request));
}

http::Response Erasure::withdraw(http::Request& request) const {
  if (!erasure_store::withdraw(request.session(), request.actor.account))
    throw Problem(404, "request.not_found");
  record(request, "account.erasure_withdrawal");
  return http::Response::no_content();
}

int Erasure::run(storage::Session& session, const cities::Pack& pack) {
  int erased = 0;
  const Date today = users::city_today(session);
  const auto years = pack.duration(kRecords, today);
  const auto ended_before = years ? std::optional(pack.before(*years, today)) : std::nullopt;
  for (const std::string& account : erasure_store::due(session, ended_before, kBatch)) {
    if (!holds_of(session, pack, account).empty()) continue;
    const std::string failure = storage::failure_of(
        session, [&] { erasure_store::erase(session, account, pack.text("erasure.called")); });
    record_erasure(session, pack, account, failure);
    if (failure.empty()) ++erased;
  }
  return erased;
}

}  // namespace nrmm::privacy

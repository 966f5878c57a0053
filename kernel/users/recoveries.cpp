#include "users/recoveries.hpp"

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "http/bad_request.hpp"
#include "users/account_store.hpp"
#include "users/binding_store.hpp"
#include "users/limits.hpp"
#include "users/member_finding.hpp"
#include "users/officer_account.hpp"
#include "users/second_factor_store.hpp"
#include "users/session_store.hpp"
#include "workflows/message_store.hpp"
#include "workflows/personal.hpp"
#include "workflows/purpose.hpp"

namespace nrmm::users {
namespace {

constexpr int kAsksAnHour = 20;  // of one officer: who is registered is not to be found out
constexpr const char* kAction = "account.recovery";
constexpr const char* kSignOut = "account.sign_out";
constexpr const char* kTwo = "second_officer";
constexpr const char* kAgree = "agree";
constexpr const char* kRefuse = "refuse";

std::optional<std::vector<std::string>> districts_of(const http::Request& request) {
  if (request.reach == http::Reach::city) return std::nullopt;
  return request.actor.districts;
}

bool has_any(storage::Session& session, const std::string& account) {
  const auto factor = second_factor_store::find(session, account);
  if (factor && factor->on()) return true;
  for (const auto& one : binding_store::bindings_of(session, account))
    if (one.kind == "external") return true;
  return false;
}

Json answer_of(const std::string& id, const char* state) { return {{"id", id}, {"state", state}}; }

}  // namespace

void Recoveries::record(http::Request& request, const char* action, const std::string& account,
                        const Json& after, const char* result) const {
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {action, "account", account, nullptr, after, result, request.pack->revision});
}

void Recoveries::require_anothers(http::Request& request, const std::string& account) const {
  if (same_person(request.session(), request.actor.account, account)) throw Problem(403, "recovery.own");
}

Account Recoveries::holder_for(http::Request& request, const char* action) const {
  storage::Session& session = request.session();
  demand(session, {"recovery:" + request.actor.account, std::chrono::hours(1), kAsksAnHour},
         "request.too_many");
  const std::string phone = cities::normal_phone(request.text("phone"));
  const std::string name = trim(request.text("name"));
  const auto account = find_by_phone(session, parts_.numbers.phone_mac(session.city(), phone));
  if (account && !account->disabled && !name.empty() && account->name == name) {
    require_anothers(request, account->id);
    return *account;
  }
  record(request, action, account ? account->id : "", {{"step", "ask"}}, audit::kRefused);
  Problem problem(422, "recovery.no_match");
  problem.keep_writes = true;
  throw problem;
}

http::Response Recoveries::ask(http::Request& request) const {
  const std::string purpose = workflows::stated_purpose(*request.pack, request.text("purpose"));
  storage::Session& session = request.session();
  const Account holder = holder_for(request, kAction);
  if (!has_any(session, holder.id)) throw Problem(409, "second_factor.not_enrolled");
  const std::string id = new_id();
  if (request.pack->text_policy("account.recovery", city_today(session)) != kTwo) {
    take_away(request, holder, {{"step", "done"}, {"purpose", purpose}});
    return http::Response::created(answer_of(id, "done"));
  }
  if (!recovery_store::insert(session, {id, holder.id, purpose, request.actor.account, request.actor.name,
                                        request.actor.districts, ""}))
    throw Problem(409, "recovery.waiting");
  record(request, kAction, holder.id, {{"step", "ask"}, {"purpose", purpose}}, audit::kDone);
  tell_holder(session, *request.pack, parts_.outbox, parts_.numbers, holder, "recovery_asked",
              "account.recovery_asked");
  return http::Response::created(answer_of(id, "waiting"));
}

http::Response Recoveries::sign_out(http::Request& request) const {
  const std::string purpose = workflows::stated_purpose(*request.pack, request.text("purpose"));
  storage::Session& session = request.session();
  const Account holder = holder_for(request, kSignOut);
  const int ended = end_sessions(session, holder.id);
  record(request, kSignOut, holder.id, {{"purpose", purpose}, {"ended", ended}}, audit::kDone);
  tell_holder(session, *request.pack, parts_.outbox, parts_.numbers, holder, "signed_out",
              "account.signed_out");
  return http::Response::ok({{"ended", ended}});
}

// In this order: a sign-in that is under way holds what it signs in by, and its session is there when the
// sessions end.
void Recoveries::take_away(http::Request& request, const Account& holder, const Json& what) const {
  storage::Session& session = request.session();
  Json after = what;
  after["second_factor"] = second_factor_store::remove(session, holder.id);
  after["unbound"] = binding_store::unbind_all(session, holder.id);
  end_sessions(session, holder.id);
  record(request, kAction, holder.id, after, audit::kDone);
  tell_holder(session, *request.pack, parts_.outbox, parts_.numbers, holder, "recovered",
              "account.recovered");
}

Json Recoveries::view(http::Request& request, const recovery_store::Recovery& waiting) const {
  storage::Session& session = request.session();
  const auto holder = find_account(session, waiting.account);
  const std::string phone = parts_.numbers.opened(session.city(), holder->phone_sealed);
  return {{"id", waiting.id},
          {"account",
           {{"id", waiting.account},
            {"kind", holder->kind},
            {"name", holder->name},
            {"phone", workflows::Personal::masked(phone)}}},
          {"purpose", waiting.purpose},
          {"asked_by", waiting.asked_name},
          {"asked_at", waiting.asked_at}};
}

http::Response Recoveries::list(http::Request& request) const {
  const std::string after = request.query_or("cursor", "");
  if (!after.empty() && !is_id(after)) throw http::bad_request("request.type", "cursor");
  auto found = recovery_store::list(request.session(), districts_of(request), after, request.limit() + 1);
  Json next = nullptr;
  if (found.size() > static_cast<std::size_t>(request.limit())) {
    found.pop_back();
    next = found.back().id;
  }
  Json items = Json::array();
  for (const auto& one : found) items.push_back(view(request, one));
  return http::Response::ok({{"items", std::move(items)}, {"next", std::move(next)}});
}

http::Response Recoveries::decide(http::Request& request) const {
  const std::string& id = request.param("id");
  const std::string decision = request.text("decision");
  storage::Session& session = request.session();
  const auto waiting = is_id(id) ? recovery_store::lock(session, id, districts_of(request)) : std::nullopt;
  if (!waiting) throw Problem(404, "request.not_found");
  if (decision != kAgree && decision != kRefuse) throw refusal(*request.pack, "decision", "choice");
  if (same_person(session, request.actor.account, waiting->asked_by))
    throw Problem(403, "recovery.same_officer");
  require_anothers(request, waiting->account);
  recovery_store::remove(session, id);
  const bool agreed = decision == kAgree;
  const Json what = {{"step", decision}, {"purpose", waiting->purpose}, {"asked_by", waiting->asked_by}};
  if (agreed)
    take_away(request, *find_account(session, waiting->account), what);
  else
    record(request, kAction, waiting->account, what, audit::kDone);
  const std::string event = agreed ? "recovery_agreed" : "recovery_refused";
  workflows::message_store::add(session, {waiting->asked_by, event, request.pack->text("officer." + event),
                                          "account", waiting->account});
  return http::Response::ok(answer_of(id, agreed ? "done" : "refused"));
}

void add_recovery_routes(http::Router& router, const Recoveries& recoveries) {
  using Type = http::Member::Type;
  const std::vector<http::Member> papers = {
      {"phone", Type::text, true, "the account's", 20},
      {"name", Type::text, true, "of the papers that were shown", 200},
      {"purpose", Type::text, true, "2 to 200 characters; recorded", 2000}};
  router.add({.method = "POST",
              .path = "account-recoveries",
              .summary = "Take a lost second factor and bound identities off somebody's account",
              .handler = [&recoveries](http::Request& request) { return recoveries.ask(request); },
              .body = papers});
  router.add({.method = "POST",
              .path = "account-sign-outs",
              .summary = "End all sessions of somebody's account",
              .handler = [&recoveries](http::Request& request) { return recoveries.sign_out(request); },
              .body = papers});
  router.add({.method = "GET",
              .path = "account-recoveries",
              .summary = "Recoveries that wait for another officer, the oldest first",
              .handler = [&recoveries](http::Request& request) { return recoveries.list(request); },
              .query = http::list_query({})});
  router.add({.method = "POST",
              .path = "account-recoveries/{id}/decision",
              .summary = "Agree to a recovery that another officer asked for, or refuse it",
              .handler = [&recoveries](http::Request& request) { return recoveries.decide(request); },
              .body = {{"decision", Type::text, true, "agree refuse", 20}}});
}

}  // namespace nrmm::users

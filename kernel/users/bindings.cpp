#include "users/bindings.hpp"

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "http/strict_input.hpp"
#include "users/account_store.hpp"
#include "users/binding_store.hpp"
#include "users/limits.hpp"
#include "users/member_finding.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {
namespace {

constexpr int kTriesAnHour = 20;  // of one account: old user names are not to be found out

constexpr const char* kBind = "account.bind";

void count_try(storage::Session& session, const std::string& account) {
  demand(session, {"bind:" + account, std::chrono::hours(1), kTriesAnHour}, "request.too_many");
}

}  // namespace

http::Response Bindings::bind(http::Request& request) const {
  const std::string kind = request.text("kind");
  if (kind == "legacy" && http::has_exactly(request.body, {"kind", "login", "phone", "sms_code"}))
    return legacy(request);
  if (kind == "recorder" && http::has_exactly(request.body, {"kind", "phone", "sms_code"}))
    return recorder(request);
  if (kind == "external" && http::has_exactly(request.body, {"kind", "provider", "code"}))
    return external(request);
  if (kind != "legacy" && kind != "external" && kind != "recorder")
    throw refusal(*request.pack, "kind", "choice");
  throw Problem(400, "request.malformed");
}

void Bindings::record(http::Request& request, const char* action, const Json& what, bool done) const {
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {action, "account", request.actor.account, nullptr, what,
                 done ? audit::kDone : audit::kRefused, request.pack->revision});
}

http::Response Bindings::legacy(http::Request& request) const {
  const std::string code = SmsCodes::required_code(request.body, "sms_code");
  const std::string phone = cities::normal_phone(request.text("phone"));
  const std::string login = trim(to_half_width(request.text("login")));
  const std::string& account = request.actor.account;
  storage::Session& session = request.session();
  count_try(session, account);
  const bool right =
      parts_.codes.verify(session, phone, "bind", code) &&
      binding_store::bind_legacy(session, account, login, parts_.numbers.phone_mac(session.city(), phone));
  record(request, kBind, {{"kind", "legacy"}}, right);
  if (!right) throw SmsCodes::refused(*request.pack, "sms_code");
  binding_store::take_login(session, account, login);
  return http::Response::created({{"kind", "legacy"}, {"login", login}});
}

// The telephone that a site added is his who reads the code sent to it.
http::Response Bindings::recorder(http::Request& request) const {
  const std::string code = SmsCodes::required_code(request.body, "sms_code");
  const std::string phone = cities::normal_phone(request.text("phone"));
  const std::string& account = request.actor.account;
  storage::Session& session = request.session();
  count_try(session, account);
  std::vector<std::string> sites;
  if (parts_.recorder && parts_.codes.verify(session, phone, "bind", code))
    sites = parts_.recorder(session, account, parts_.numbers.phone_mac(session.city(), phone));
  record(request, kBind, {{"kind", "recorder"}, {"sites", sites.size()}}, !sites.empty());
  if (sites.empty()) throw SmsCodes::refused(*request.pack, "sms_code");
  return http::Response::created({{"kind", "recorder"}, {"sites", sites}});
}

// The try is counted before the provider is asked: nobody makes the server ask without end.
http::Response Bindings::external(http::Request& request) const {
  const std::string provider = request.text("provider");
  Date today;
  {
    storage::Session session = parts_.database.session(request.actor.city);
    count_try(session, request.actor.account);
    today = city_today(session);
  }
  const auto person = parts_.identities.exchanged(*request.pack, provider, request.text("code"), today);
  storage::Session& session = request.session();
  const bool bound = person && parts_.identities.bind(session, request.actor.account, provider, *person);
  record(request, kBind, {{"kind", "external"}, {"provider", provider}}, bound);
  if (!bound) {
    Problem problem(422, "binding.refused");
    problem.keep_writes = true;
    throw problem;
  }
  return http::Response::created({{"kind", "external"}, {"provider", provider}});
}

http::Response Bindings::list(http::Request& request) const {
  Json items = Json::array();
  for (const auto& one : binding_store::bindings_of(request.session(), request.actor.account))
    items.push_back({{"kind", one.kind},
                     {one.kind == "external" ? "provider" : "login", one.name},
                     {"bound_at", one.bound_at}});
  return http::Response::ok({{"items", std::move(items)}});
}

// Sessions end after the identity is gone: a sign-in by it that was under way has begun its own by then.
http::Response Bindings::unbind(http::Request& request) const {
  parts_.proof.require(request);
  storage::Session& session = request.session();
  const std::string& provider = request.param("provider");
  if (!binding_store::unbind_identity(session, request.actor.account, provider))
    throw Problem(404, "request.not_found");
  end_sessions(session, request.actor.account, request.actor.session);
  record(request, "account.unbind", {{"kind", "external"}, {"provider", provider}}, true);
  return http::Response::no_content();
}

}  // namespace nrmm::users

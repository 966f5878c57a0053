#include "users/sign_in.hpp"

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "http/strict_input.hpp"

namespace nrmm::users {
namespace {

constexpr int kMostLoginLength = 64;
constexpr const char* kSignInCode = "sign_in";  // purpose

Actor actor_for(const http::Request& request, const Account& account) {
  Actor actor = request.actor;
  actor.account = account.id;
  actor.name = account.name;
  actor.roles = account.roles;
  actor.districts = account.districts;
  return actor;
}

void record(http::Request& request, const Actor& actor, const std::optional<Account>& account,
            const char* way, bool refused) {
  audit::Entry entry;
  entry.action = "session.begin";
  entry.object_type = "account";
  entry.object_id = account ? account->id : "";
  entry.after = {{"way", way}};
  entry.result = refused ? audit::kRefused : audit::kDone;
  entry.pack_revision = request.pack->revision;
  audit::record(request.session(), actor, {request.address, request.request_id}, entry);
}

Json shown_time(const std::string& time) { return time.empty() ? Json() : Json(time); }

[[noreturn]] void refuse(const char* code = "session.refused") {
  Problem problem(401, code);
  problem.keep_writes = true;
  throw problem;
}

}  // namespace

http::Response SignIn::open(http::Request& request) const {
  Json way = request.body;
  way.erase("second_factor");
  way.erase("client");
  if (http::has_exactly(way, {"login", "password"})) return by_password(request);
  if (http::has_exactly(way, {"phone", "sms_code"})) return by_code(request);
  if (http::has_exactly(way, {"provider", "code"})) return by_identity(request);
  throw Problem(400, "request.malformed");
}

LoginKeys SignIn::keys_of(const cities::Pack& pack, const std::string& city, const std::string& typed,
                          Date on) const {
  LoginKeys keys;
  const std::string login = trim(to_half_width(typed));
  if (code_points(login) > kMostLoginLength) return keys;
  keys.officer_login = login;
  if (login_offered(pack, "username", on)) keys.username = login;
  if (login_offered(pack, "phone", on))
    keys.phone_mac = parts_.numbers.phone_mac(city, cities::normal_phone(login));
  if (login_offered(pack, "id_number", on))
    keys.id_number_mac = parts_.numbers.id_number_mac(city, cities::normal_id_number(login));
  if (login_offered(pack, "uscc", on)) keys.uscc = cities::normal_uscc(login);
  return keys;
}

// On a connection of its own, given back before the slow hash.
SignIn::Found SignIn::look_up(const http::Request& request) const {
  const std::string typed = request.text("login");
  Found found{std::nullopt, ascii_upper(trim(to_half_width(typed)))};
  storage::Session session = parts_.database.session(request.actor.city);
  parts_.brake.check(session, found.login, request.address);
  const LoginKeys keys = keys_of(*request.pack, session.city(), typed, city_today(session));
  found.account = find_by_login(session, keys);
  return found;
}

http::Response SignIn::by_password(http::Request& request) const {
  const Found found = look_up(request);
  const auto& account = found.account;
  const bool right = parts_.hasher.verify(request.text("password"), account ? account->password_hash : "");
  if (right && !account->disabled && !account->password_expired) {
    http::Response response = welcome(request, *account, "password");
    parts_.brake.succeeded(request.session(), found.login, request.address);
    return response;
  }
  record(request, request.actor, account, "password", true);
  parts_.brake.failed(request.session(), found.login, request.address);
  refuse(right && !account->disabled ? "session.initial_password_expired" : "session.refused");
}

// The code is used up by the sign-in only: who is asked for his second factor sends it again with that.
http::Response SignIn::by_code(http::Request& request) const {
  const std::string code = SmsCodes::required_code(request.body, "sms_code");
  const std::string phone = cities::normal_phone(request.text("phone"));
  storage::Session& session = request.session();
  const bool right = parts_.codes.matches(session, phone, kSignInCode, code);
  const auto account = find_by_phone(session, parts_.numbers.phone_mac(session.city(), phone));
  if (right && account && !account->disabled && !account->password_expired &&
      login_offered(*request.pack, "sms_code", city_today(session))) {
    http::Response response = welcome(request, *account, "sms_code");
    parts_.codes.use_up(session, phone, kSignInCode, code);
    return response;
  }
  record(request, request.actor, account, "sms_code", true);
  refuse();
}

// The provider is asked before the request's transaction begins: it may be slow.
http::Response SignIn::by_identity(http::Request& request) const {
  const std::string provider = request.text("provider");
  const std::string from = provider + "/" + request.address;  // forged codes slow down nobody elsewhere
  Date today;
  {
    storage::Session session = parts_.database.session(request.actor.city);
    parts_.brake.check(session, from, request.address);
    today = city_today(session);
  }
  const auto person = parts_.identities.exchanged(*request.pack, provider, request.text("code"), today);
  storage::Session& session = request.session();
  const auto account = person ? parts_.identities.account_of(session, provider, *person) : std::nullopt;
  if (account && !account->disabled && !account->password_expired)
    return welcome(request, *account, "external");
  record(request, request.actor, account, "external", true);
  if (!person) parts_.brake.failed(session, from, request.address);
  refuse(person && !account ? "session.not_bound" : "session.refused");
}

void SignIn::require_second_factor(http::Request& request, const Account& account, const char* way) const {
  try {
    parts_.second_factor.demand_code(request.session(), account.id, request.maybe_text("second_factor"));
  } catch (const Problem&) {
    record(request, request.actor, account, way, true);
    throw;
  }
}

http::Response SignIn::welcome(http::Request& request, const Account& account, const char* way) const {
  const auto lifetime =
      account.officer() ? parts_.settings.officer_session_lifetime : parts_.settings.session_lifetime;
  require_second_factor(request, account, way);
  const auto ticket = begin_session(request.session(), account, lifetime,
                                    account.officer() ? request.address : "", trim(request.text("client")));
  const Actor actor = actor_for(request, account);
  record(request, actor, account, way, !ticket);
  if (!ticket) refuse();
  parts_.shared_use.notice(request.session(), account);
  const bool must_enrol = account.officer() && parts_.settings.officers_need_second_factor &&
                          !parts_.second_factor.on(request.session(), account.id);
  http::Response response = http::Response::created({{"token", ticket->token},
                                                     {"expires_at", ticket->expires_at},
                                                     {"account",
                                                      {{"id", account.id},
                                                       {"roles", account.roles},
                                                       {"name", account.name},
                                                       {"must_change_password", account.must_change_password},
                                                       {"must_enrol_second_factor", must_enrol},
                                                       {"last_sign_in", shown_time(account.last_sign_in)}}}});
  response.secrets = {"token"};
  return response;
}

http::Response SignIn::close(http::Request& request) const {
  storage::Session& session = request.session();
  end_session(session, request.actor.account, request.actor.session);
  audit::record(session, request.actor, {request.address, request.request_id},
                {"session.end", "account", request.actor.account, nullptr, nullptr, audit::kDone,
                 request.pack->revision});
  return http::Response::no_content();
}

}  // namespace nrmm::users

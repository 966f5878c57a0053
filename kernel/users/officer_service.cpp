#include "users/officer_service.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "base/absent.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "users/member_finding.hpp"
#include "users/officer_store.hpp"
#include "users/second_factor_store.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {
namespace {

std::vector<std::string> texts(const Json& body, const char* member) {
  std::vector<std::string> out;
  for (const Json& each : body.value(member, Json::array())) {
    if (!each.is_string()) throw http::bad_request("request.type", member);
    const auto text = each.get<std::string>();
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(text);
  }
  return out;
}

officer_store::Filter filter_of(const http::Request& request) {
  officer_store::Filter filter;
  filter.role = request.query_or("role", "");
  filter.district = request.query_or("district", "");
  filter.department = request.query_or("department", "");
  filter.state = request.query_or("state", "");
  filter.login = request.query_or("login", "");
  filter.before = request.query_or("cursor", "");
  filter.limit = request.limit() + 1;
  if (!filter.before.empty() && !is_id(filter.before)) throw http::bad_request("request.type", "cursor");
  if (request.reach != http::Reach::city) filter.districts = request.actor.districts;
  return filter;
}

bool works_in_one_of(const Account& account, const std::vector<std::string>& districts) {
  return std::any_of(account.districts.begin(), account.districts.end(), [&](const auto& district) {
    return std::find(districts.begin(), districts.end(), district) != districts.end();
  });
}

}  // namespace

Json OfficerService::view(const Account& account, const std::string& city) const {
  Json view = own_view(account, city, parts_.numbers);
  for (const char* member : {"kind", "uscc", "must_change_password"}) view.erase(member);
  view["state"] = officer_store::state_of(account);
  view["last_sign_in"] = or_null(account.last_sign_in);
  return view;
}

http::Response OfficerService::list(http::Request& request) const {
  const auto filter = filter_of(request);
  auto found = officer_store::list(request.session(), filter);
  Json next = nullptr;
  if (found.size() == static_cast<std::size_t>(filter.limit)) {
    found.pop_back();
    next = found.back().id;
  }
  Json items = Json::array();
  for (const Account& account : found) items.push_back(view(account, request.actor.city));
  return http::Response::ok({{"items", std::move(items)}, {"next", std::move(next)}});
}

Account OfficerService::seen(http::Request& request) const {
  const std::string& id = request.param("id");
  const auto account = is_id(id) ? find_account(request.session(), id) : std::nullopt;
  const bool reached =
      account && account->officer() &&
      (request.reach == http::Reach::city || works_in_one_of(*account, request.actor.districts));
  if (!reached) throw Problem(404, "request.not_found");
  return *account;
}

Account OfficerService::touched(http::Request& request) const {
  Account account = seen(request);
  if (account.id == request.actor.account) throw Problem(403, "officer.own");
  if (!within_scope(request.actor, request.reach, duty_of(account)))
    throw Problem(403, "officer.out_of_scope");
  return account;
}

http::Response OfficerService::show(http::Request& request) const {
  const Account account = seen(request);
  return http::Response::ok(view(account, request.actor.city)).etag(account.version);
}

http::Response OfficerService::answer(http::Request& request, const std::string& id) const {
  const auto account = find_account(request.session(), id);
  return http::Response::ok(view(*account, request.actor.city)).etag(account->version);
}

void OfficerService::record(http::Request& request, const std::string& action, const Account& before) const {
  const auto after = find_account(request.session(), before.id);
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {action, "account", before.id, audit_view(before), audit_view(*after), audit::kDone,
                 request.pack->revision});
}

http::Response OfficerService::change(http::Request& request) const {
  const Account account = touched(request);
  const Duty duty{texts(request.body, "roles"), texts(request.body, "districts"),
                  texts(request.body, "departments"), trim(request.text("township"))};
  auto findings = duty_faults(*request.pack, duty);
  if (!findings.empty()) throw refusal(std::move(findings));
  if (!within_scope(request.actor, request.reach, duty)) throw Problem(403, "officer.out_of_scope");
  storage::Session& session = request.session();
  if (account.version != *request.if_match || !officer_store::update_duty(session, account, duty))
    throw Problem(412, "request.stale");
  end_sessions(session, account.id);
  record(request, "account.duty", account);
  tell_officer(session, *request.pack, parts_.outbox, parts_.numbers, account, "duty_changed");
  return answer(request, account.id);
}

http::Response OfficerService::set_suspended(http::Request& request, bool suspended) const {
  const Account account = touched(request);
  storage::Session& session = request.session();
  set_disabled(session, account, suspended);
  end_sessions(session, account.id);
  record(request, suspended ? "account.disable" : "account.enable", account);
  return answer(request, account.id);
}

http::Response OfficerService::suspend(http::Request& request) const { return set_suspended(request, true); }

http::Response OfficerService::resume(http::Request& request) const { return set_suspended(request, false); }

http::Response OfficerService::remove_second_factor(http::Request& request) const {
  const Account account = touched(request);
  storage::Session& session = request.session();
  if (!second_factor_store::remove(session, account.id)) throw Problem(409, "second_factor.not_enrolled");
  end_sessions(session, account.id);
  record(request, "second_factor.remove", account);
  tell_officer(session, *request.pack, parts_.outbox, parts_.numbers, account, "second_factor_removed");
  return answer(request, account.id);
}

http::Response OfficerService::issue(http::Request& request) const {
  const std::string password = random_initial_password();
  const std::string hash = parts_.hasher.hash(password);
  storage::Session& session = request.session();
  const auto issuers = request.pack->list("officers.issued_by", city_today(session));
  const bool may = std::any_of(issuers.begin(), issuers.end(),
                               [&](const auto& role) { return request.actor.has_role(role); });
  if (!may) throw Problem(403, "officer.not_issuer");
  const Account account = touched(request);
  if (account.disabled) throw Problem(409, "officer.suspended");
  give_initial_password(session, account.id, hash, parts_.settings.initial_password_lifetime);
  end_sessions(session, account.id);
  record(request, account.issued() ? "account.reset" : "account.issue", account);
  tell_officer(session, *request.pack, parts_.outbox, parts_.numbers, account,
               account.issued() ? "password_reset" : "password_issued");
  http::Response response =
      http::Response::created({{"login", account.login}, {"initial_password", password}});
  response.secrets = {"initial_password"};
  return response;
}

}  // namespace nrmm::users

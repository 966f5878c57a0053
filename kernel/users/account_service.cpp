#include "users/account_service.hpp"

#include "audit/audit.hpp"
#include "users/account_store.hpp"
#include "users/identity.hpp"
#include "users/second_factor_store.hpp"
#include "workflows/handed_in.hpp"

namespace nrmm::users {

Json AccountService::view(http::Request& request, const Account& account) const {
  const std::string& city = request.actor.city;
  Json view = own_view(account, city, numbers_);
  if (!account.officer()) view["answers"] = personal_.masked(account.answers, city);
  const auto factor = second_factor_store::find(request.session(), account.id);
  view["second_factor"] = factor && factor->on() ? "on" : "none";
  return view;
}

http::Response AccountService::show(http::Request& request) const {
  const auto account = find_account(request.session(), request.actor.account);
  if (!account) throw Problem(404, "request.not_found");
  return http::Response::ok(view(request, *account)).etag(account->version);
}

Json AccountService::judged(const cities::Pack& pack, const Account& account, const Json& answers, Date today,
                            const std::string& city) const {
  const cities::Form& form = workflows::form_named(pack, "account");
  const Json whole = personal_.opened(personal_.sealed(form, answers, account.answers, city), city);
  workflows::HandedIn handed({pack, form, whole, facts_of(pack, account, today), today});
  handed.require_accepted();
  return std::move(handed.judged.answers);
}

http::Response AccountService::change(http::Request& request) const {
  storage::Session& session = request.session();
  const cities::Pack& pack = *request.pack;
  auto account = find_account(session, request.actor.account);
  if (!account) throw Problem(404, "request.not_found");
  if (account->officer()) throw Problem(403, "request.forbidden");
  if (account->version != *request.if_match) throw Problem(412, "request.stale");
  const Json before = audit_view(*account);
  const Date today = city_today(session);
  const Json answers = judged(pack, *account, request.body.at("answers"), today, session.city());
  const Identity identity = identity_of(account->kind, answers);
  require_free(session, pack, identity, account->id, today, numbers_);
  put_identity(*account, identity, session.city(), numbers_);
  account->answers = personal_.sealed(*pack.form("account"), answers, nullptr, session.city());
  if (!update_answers(session, *account, identity_keys(identity, session.city(), numbers_)))
    throw Problem(412, "request.stale");
  audit::record(
      session, request.actor, {request.address, request.request_id},
      {"account.change", "account", account->id, before, audit_view(*account), audit::kDone, pack.revision});
  ++account->version;
  return http::Response::ok(view(request, *account)).etag(account->version);
}

}  // namespace nrmm::users

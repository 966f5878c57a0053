#include "users/shared_use.hpp"

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "users/member_finding.hpp"
#include "users/shared_use_store.hpp"

namespace nrmm::users {
namespace {

namespace store = shared_use_store;
using Type = http::Member::Type;

constexpr std::size_t kLongestNote = 500;

}  // namespace

void SharedUse::notice(storage::Session& session, const Account& account) const {
  if (!account.officer()) return;
  const auto use = store::use_of(session, account.id, limits_.window);
  if (static_cast<int>(use.addresses.size()) > limits_.addresses)
    store::add(session, account.id, "addresses", use);
  if (use.sessions > limits_.sessions) store::add(session, account.id, "sessions", use);
}

http::Response SharedUse::list(http::Request& request) const {
  store::Filter filter;
  filter.state = request.query_or("state", "");
  filter.before = request.query_or("cursor", "");
  filter.limit = request.limit() + 1;
  if (!filter.before.empty() && !is_id(filter.before)) throw http::bad_request("request.type", "cursor");
  if (request.reach != http::Reach::city) filter.districts = request.actor.districts;
  Json items = store::list(request.session(), filter);
  Json next = nullptr;
  if (items.size() == static_cast<std::size_t>(filter.limit)) {
    items.erase(items.size() - 1);
    next = items.back().at("id");
  }
  return http::Response::ok({{"items", std::move(items)}, {"next", std::move(next)}});
}

http::Response SharedUse::decide(http::Request& request) const {
  const std::string& id = request.param("id");
  const std::string outcome = request.text("outcome");
  const std::string note = trim(request.text("note"));
  storage::Session& session = request.session();
  const auto found = is_id(id) ? store::lock(session, id) : std::nullopt;
  if (!found) throw Problem(404, "request.not_found");
  if (outcome != "harmless" && outcome != "shared") throw refusal(*request.pack, "outcome", "choice");
  if (code_points(note) > kLongestNote) throw refusal(*request.pack, "note", "type");
  if (found->account == request.actor.account) throw Problem(403, "officer.own");
  if (found->state != store::kOpen) throw Problem(409, "shared_use.decided");
  store::decide(session, id, {outcome, note, request.actor.account, request.actor.name});
  audit::record(session, request.actor, {request.address, request.request_id},
                {"shared_use.decide",
                 "account",
                 found->account,
                 {{"state", found->state}},
                 {{"state", outcome}, {"note", note}},
                 audit::kDone,
                 request.pack->revision});
  return http::Response::ok(store::one(session, id));
}

void add_shared_use_routes(http::Router& router, const SharedUse& uses) {
  router.add({.method = "GET",
              .path = "shared-uses",
              .summary = "Officers' accounts that seem to be in several hands, newest first",
              .handler = [&uses](http::Request& request) { return uses.list(request); },
              .query = http::list_query({{.name = "state"}})});
  router.add({.method = "POST",
              .path = "shared-uses/{id}/decision",
              .summary = "Say whether an account was shared",
              .handler = [&uses](http::Request& request) { return uses.decide(request); },
              .body = {{"outcome", Type::text, true, "harmless shared", 20},
                       {"note", Type::text, false, "what was found", 500}}});
}

}  // namespace nrmm::users

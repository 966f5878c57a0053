#include "users/own_sessions.hpp"

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {

http::Response OwnSessions::list(http::Request& request) const {
  Json items = running_sessions(request.session(), request.actor.account, settings_);
  for (Json& one : items) one["current"] = one.at("id") == request.actor.session;
  return http::Response::ok({{"items", std::move(items)}});
}

http::Response OwnSessions::end(http::Request& request) const {
  proof_.require(request);
  const std::string& id = request.param("id");
  if (!is_id(id) || !end_session(request.session(), request.actor.account, id))
    throw Problem(404, "request.not_found");
  record(request, 1);
  return http::Response::no_content();
}

http::Response OwnSessions::end_others(http::Request& request) const {
  proof_.require(request);
  record(request, end_sessions(request.session(), request.actor.account, request.actor.session));
  return http::Response::no_content();
}

void OwnSessions::record(http::Request& request, int ended) const {
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {"session.end",
                 "account",
                 request.actor.account,
                 nullptr,
                 {{"elsewhere", ended}},
                 audit::kDone,
                 request.pack->revision});
}

}  // namespace nrmm::users

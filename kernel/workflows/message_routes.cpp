#include "workflows/message_routes.hpp"

#include "base/problem.hpp"
#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "workflows/message_store.hpp"

namespace nrmm::workflows {
namespace {

using http::Request;
using http::Response;

Response list(Request& request) {
  const std::string before = request.query_or("cursor", "");
  if (!before.empty() && !is_id(before)) throw http::bad_request("request.type", "cursor");
  return Response::ok(message_store::page(request.session(), request.actor.account, before, request.limit()));
}

Response mark_read(Request& request) {
  if (!message_store::mark_read(request.session(), request.actor.account, request.param("id")))
    throw Problem(404, "request.not_found");
  return Response::no_content();
}

}  // namespace

void add_message_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "messages",
              .summary = "The caller's messages, newest first",
              .handler = list,
              .query = http::list_query()});
  router.add({.method = "POST",
              .path = "messages/{id}/read",
              .summary = "Mark one message as read",
              .handler = mark_read});
}

}  // namespace nrmm::workflows

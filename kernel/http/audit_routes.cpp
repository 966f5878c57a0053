#include "http/audit_routes.hpp"

#include <charconv>

#include "audit/listing.hpp"
#include "http/bad_request.hpp"

namespace nrmm::http {
namespace {

std::int64_t number(const std::string& name, const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  throw bad_request("request.type", name);
}

Response list(Request& request) {
  audit::ListingRequest wanted;
  wanted.limit = static_cast<int>(number("limit", request.query_or("limit", "20")));
  if (const std::string cursor = request.query_or("cursor", ""); !cursor.empty()) {
    wanted.before = number("cursor", cursor);
  }
  wanted.action = request.query_or("action", "");
  wanted.object_id = request.query_or("object", "");
  return Response::ok(audit::list(request.session(), wanted));
}

}  // namespace

void add_audit_routes(Router& router) {
  router.add({.method = "GET",
              .path = "audit",
              .summary = "Who did what, newest first",
              .handler = list,
              .query = {{.name = "limit", .type = Member::Type::integer},
                        {.name = "cursor"},
                        {.name = "action"},
                        {.name = "object"}}});
}

}  // namespace nrmm::http

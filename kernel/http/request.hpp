#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"

namespace nrmm::http {

// What a route's caller may touch, from permissions.yaml; of several roles the widest counts.
// `allowed`: the call has no object. `own`: objects of the caller's account. `district`: objects in the
// officer's districts. `city`: all of the city.
enum class Reach { none, allowed, own, district, city };

// One file part of a multipart body, read whole within the route's limit.
struct Upload {
  std::string field;
  std::string bytes;
};

// What a handler is given: routed, authenticated, permitted, its body strictly parsed against the route's
// declaration. One request belongs to one thread. A handler may be run again with the same request after a
// serialization failure, so it must not take the request apart nor have effects outside the database that a
// repetition would double.
class Request {
 public:
  std::string method;
  std::string path;                                        // as the client sent it, without the query
  std::map<std::string, std::string, std::less<>> params;  // {id} …, percent-decoded
  std::map<std::string, std::string, std::less<>> query;   // only declared keys; `limit` is always there
  Json body = Json::object();                              // only declared members, of their declared types
  std::optional<Upload> upload;
  Actor actor;                               // a stranger has no account
  Reach reach = Reach::none;                 // what the permission matrix gives this caller on this route
  std::shared_ptr<const cities::Pack> pack;  // the active revision; null on routes without a city
  std::string request_id;
  std::string address;  // the client's, from the trusted proxy only
  std::string idempotency_key;
  std::optional<std::int64_t> if_match;  // the version the client saw; there when the route needs_version

  const std::string& param(std::string_view name) const;  // a name the path lacks is a programmer's error
  std::string query_or(std::string_view name, std::string fallback) const;
  std::optional<std::string> query_maybe(std::string_view name) const;
  bool query_flag(std::string_view name) const;  // of a declared flag: ?name, ?name=true
  int limit() const;                             // rows a list answers at most, 1..100

  // A member of the body; "" and nothing where it is absent and optional.
  std::string text(std::string_view member) const;
  std::optional<std::string> maybe_text(std::string_view member) const;

  // The database session of this request, opened at first use. In a POST, PUT or DELETE it is one transaction
  // that the router commits after the handler returned: state, audit row, messages and the idempotency record
  // together. A Problem thrown rolls back, unless it says keep_writes. Do slow work (hashing, images) before
  // the first call: until then no connection is held.
  storage::Session& session() { return open_session(); }

  std::function<storage::Session&()> open_session;  // set by the router
};

struct Response {
  int status = 200;
  Json body{};          // null: no body
  std::string bytes{};  // instead of a body, with content_type
  std::string content_type = "application/json; charset=utf-8";
  std::map<std::string, std::string> headers{};  // Cache-Control is no-store unless stated here
  std::vector<std::string> secrets{};  // top-level members of `body` a replay leaves out (passwords, tokens)

  static Response ok(Json body) { return {200, std::move(body)}; }
  static Response created(Json body) { return {201, std::move(body)}; }
  static Response accepted(Json body) { return {202, std::move(body)}; }
  static Response no_content() { return {204, nullptr}; }
  Response& etag(std::int64_t version);
};

}  // namespace nrmm::http

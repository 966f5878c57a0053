#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"

namespace nrmm::http {

// One file part of a multipart body, read whole within the route's limit.
struct Upload {
  std::string field;
  std::string bytes;
};

// What a handler is given: routed, authenticated, permitted, its body strictly parsed against the route's
// declaration. One request belongs to one thread.
class Request {
 public:
  std::string method;
  std::string path;                                        // as the client sent it, without the query
  std::map<std::string, std::string, std::less<>> params;  // {id} …
  std::map<std::string, std::string, std::less<>> query;   // only declared keys
  Json body = Json::object();
  std::optional<Upload> upload;
  Actor actor;                               // a stranger has no account
  std::shared_ptr<const cities::Pack> pack;  // the active revision; null on routes without a city
  std::string request_id;
  std::string address;  // the client's, from the trusted proxy only
  std::string idempotency_key;
  std::optional<std::int64_t> if_match;  // the version the client saw

  const std::string& param(std::string_view name) const;
  std::string query_or(std::string_view name, std::string fallback) const;

  // The database session of this request, opened at first use. In a POST, PUT or DELETE it is one transaction
  // that the router commits after the handler returned: state, audit row, messages and the idempotency record
  // together. A Problem thrown rolls back, unless it says keep_writes. Do slow work (hashing, images) before
  // the first call.
  storage::Session& session() { return open_session(); }

  std::function<storage::Session&()> open_session;  // set by the router
};

struct Response {
  int status = 200;
  Json body;          // null: no body
  std::string bytes;  // instead of a body, with content_type
  std::string content_type = "application/json; charset=utf-8";
  std::map<std::string, std::string> headers;
  std::vector<std::string> secrets;  // members of `body` a replay leaves out (initial passwords, tokens)

  static Response ok(Json body) { return {200, std::move(body)}; }
  static Response created(Json body) { return {201, std::move(body)}; }
  static Response no_content() { return {204, nullptr}; }
  Response& etag(std::int64_t version);
};

}  // namespace nrmm::http

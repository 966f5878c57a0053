#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/request.hpp"

namespace nrmm::http {

using Handler = std::function<Response(Request&)>;
using Gate = std::function<void(Request&)>;

// A member of a JSON body or a query key. An undeclared one is 400, and so is a wrong type; null is no type.
struct Member {
  enum class Type { text, integer, number, flag, object, array, any };

  std::string name;
  Type type = Type::text;
  bool required = false;
  std::string description{};      // for OpenAPI
  std::size_t max_length = 1000;  // of a text, in code points
};

// One call of the contract: the single declaration from which routing, strict parsing, permissions,
// idempotency and the OpenAPI document come. `path` is below /{city}/v1: "machines/{id}/submission"; one that
// begins with "/" belongs to no city: "/healthz". Its line in permissions.yaml is "<METHOD> <path>"; a route
// without one stops the build and the server.
struct Route {
  std::string method;
  std::string path;
  std::string summary;
  Handler handler;
  std::vector<Member> query{};
  std::vector<Member> body{};
  bool idempotent = true;           // POST: wants an Idempotency-Key
  bool needs_version = false;       // wants If-Match
  bool upload = false;              // multipart, one part `file`
  bool writes = true;               // false: a POST that changes nothing, answered without a transaction
  bool any_password_state = false;  // allowed while password or second factor must be set first
  // Of a call that writes and whose handler works long before it opens its session: what costs little is
  // asked here, in a transaction of its own that ends before that work begins; no connection is held
  // meanwhile. A repetition is answered before it. It refuses by Problem; what it counts stays.
  Gate before{};
};

// "<METHOD> <path>": the call's name in permissions.yaml and in contract/.
inline std::string call_of(const Route& route) { return route.method + " " + route.path; }

// The query of every list, `limit` and `cursor`, and what this list has besides.
std::vector<Member> list_query(std::vector<Member> filters = {});

}  // namespace nrmm::http

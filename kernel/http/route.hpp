#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/request.hpp"

namespace nrmm::http {

using Handler = std::function<Response(Request&)>;

// A member of a JSON body or a query key. An undeclared one is 400.
struct Member {
  enum class Type { text, integer, number, flag, object, array, any };

  std::string name;
  Type type = Type::text;
  bool required = false;
  std::string description;  // for OpenAPI
};

// One call of the contract: the single declaration from which routing, strict parsing, permissions,
// idempotency and the OpenAPI document come. `path` is below /{city}/v1: "machines/{id}/submission". Its line
// in permissions.yaml is
// "<METHOD> <path>"; a route without one stops the build and the server.
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
  bool any_password_state = false;  // allowed while the password must be changed first
};

// What a route's caller may touch, from permissions.yaml.
enum class Reach { none, allowed, own, district, city };

}  // namespace nrmm::http

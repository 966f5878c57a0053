// The OpenAPI document comes from the route table.
#include "http/openapi.hpp"

#include <set>

#include <gtest/gtest.h>

namespace nrmm::http {
namespace {

Json document() {
  cities::Pack pack;
  pack.id = "somewhere";
  pack.name = "某市";
  pack.revision = "abc";
  std::vector<Route> routes = {
      {.method = "GET", .path = "/healthz", .summary = "", .handler = {}},
      {.method = "GET", .path = "things", .summary = "All", .handler = {}, .query = list_query({{"state"}})},
      {.method = "POST",
       .path = "things",
       .summary = "New",
       .handler = {},
       .body = {{"name", Member::Type::text, true}, {"n", Member::Type::integer}}},
      {.method = "PUT", .path = "things/{id}", .summary = "", .handler = {}, .needs_version = true},
      {.method = "POST", .path = "photos", .summary = "", .handler = {}, .upload = true}};
  return openapi_document(routes, pack, *Date::parse("2026-01-01"));
}

std::set<std::string> parameters(const Json& operation) {
  std::set<std::string> names;
  for (const Json& parameter : operation["parameters"]) names.insert(parameter["name"]);
  return names;
}

TEST(OpenApi, describes_the_city) {
  const Json all = document();
  EXPECT_EQ(all["openapi"], "3.1.0");
  EXPECT_EQ(all["info"], Json({{"title", "某市"}, {"version", "abc"}}));
  EXPECT_EQ(all["servers"][0]["url"], "/somewhere/v1");
  EXPECT_EQ(all["security"].size(), 2u);
  EXPECT_TRUE(all["components"]["securitySchemes"]["token"].is_object());
}

TEST(OpenApi, has_every_call_of_the_city) {
  const Json paths = document()["paths"];
  EXPECT_EQ(paths.size(), 3u);
  EXPECT_TRUE(paths["/things"].contains("get"));
  EXPECT_TRUE(paths["/things"].contains("post"));
  EXPECT_EQ(parameters(paths["/things"]["get"]), (std::set<std::string>{"state", "limit", "cursor"}));
  EXPECT_EQ(parameters(paths["/things"]["post"]), (std::set<std::string>{"Idempotency-Key"}));
  EXPECT_EQ(parameters(paths["/things/{id}"]["put"]), (std::set<std::string>{"id", "If-Match"}));
}

TEST(OpenApi, has_bodies_that_are_closed) {
  const Json paths = document()["paths"];
  const Json body = paths["/things"]["post"]["requestBody"]["content"]["application/json"]["schema"];
  EXPECT_EQ(body["additionalProperties"], false);
  EXPECT_EQ(body["required"], Json::array({"name"}));
  EXPECT_EQ(body["properties"]["n"]["type"], "integer");
  const Json upload = paths["/photos"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"];
  EXPECT_EQ(upload["required"], Json::array({"file"}));
  EXPECT_TRUE(upload["properties"]["file"].is_object());
}

TEST(OpenApi, says_what_a_refusal_looks_like) {
  const Json all = document();
  const Json answer = all["paths"]["/things"]["get"]["responses"]["default"];
  EXPECT_EQ(answer["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/problem");
  EXPECT_EQ(all["components"]["schemas"]["problem"]["required"].size(), 6u);
}

}  // namespace
}  // namespace nrmm::http

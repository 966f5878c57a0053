// The OpenAPI document comes from the route table.
#include "http/openapi.hpp"

#include <set>

#include <gtest/gtest.h>

namespace nrmm::http {
namespace {

CallContract answering(int status, Json schema) {
  CallContract out;
  out.tag = "things";
  out.answers[status] = std::move(schema);
  return out;
}

CallContract making() {
  CallContract out = answering(201, {{"$ref", "#/components/schemas/machine"}});
  out.etag = true;
  out.refuses = {409};
  out.takes["name"] = {{"enum", {"a"}}};
  return out;
}

CallContract picture() {
  CallContract out = answering(200, Json());
  out.bytes = "image/jpeg";
  return out;
}

Json document() {
  cities::Pack pack;
  pack.id = "somewhere";
  pack.name = "某市";
  pack.revision = "abc";
  const Permissions::Line anyone = {{"anyone", Reach::allowed}}, owner = {{"owner", Reach::own}};
  const Json thing = {{"$ref", "#/components/schemas/machine"}};
  const std::vector<ListedCall> calls = {
      {{.method = "GET", .path = "/healthz", .summary = "", .handler = {}}, anyone, answering(200, thing)},
      {{.method = "GET", .path = "things", .summary = "All", .handler = {}, .query = list_query({{"state"}})},
       owner,
       answering(200, thing)},
      {{.method = "POST",
        .path = "things",
        .summary = "New",
        .handler = {},
        .body = {{"name", Member::Type::text, true}, {"n", Member::Type::integer}}},
       owner,
       making()},
      {{.method = "PUT", .path = "things/{id}", .summary = "", .handler = {}, .needs_version = true},
       owner,
       answering(204, Json())},
      {{.method = "POST", .path = "photos", .summary = "", .handler = {}, .upload = true},
       anyone,
       picture()}};
  return openapi_document(calls, pack, *Date::parse("2026-01-01"));
}

std::set<std::string> parameters(const Json& operation) {
  std::set<std::string> names;
  for (const Json& parameter : operation["parameters"]) names.insert(parameter["name"]);
  return names;
}

TEST(OpenApi, describes_the_city) {
  const Json all = document();
  EXPECT_EQ(all["openapi"], "3.1.0");
  EXPECT_EQ(all["info"]["title"], "某市");
  EXPECT_EQ(all["info"]["version"], "abc");
  EXPECT_EQ(all["servers"][0]["url"], "/somewhere/v1");
  EXPECT_EQ(all["paths"]["/things"]["get"]["security"].size(), 1u);
  EXPECT_EQ(all["paths"]["/photos"]["post"]["security"].size(), 2u);
  EXPECT_TRUE(all["components"]["securitySchemes"]["token"].is_object());
}

TEST(OpenApi, has_every_call_of_the_city) {
  const Json paths = document()["paths"];
  EXPECT_EQ(paths.size(), 4u);
  EXPECT_EQ(paths["/healthz"]["servers"][0]["url"], "/");
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

TEST(OpenApi, says_what_is_answered) {
  const Json paths = document()["paths"];
  const Json made = paths["/things"]["post"]["responses"]["201"];
  EXPECT_EQ(made["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/machine");
  EXPECT_TRUE(made["headers"].contains("ETag"));
  EXPECT_FALSE(paths["/things/{id}"]["put"]["responses"]["204"].contains("content"));
  EXPECT_TRUE(paths["/photos"]["post"]["responses"]["200"]["content"].contains("image/jpeg"));
  EXPECT_EQ(paths["/things"]["post"]["operationId"], "post_things");
  EXPECT_EQ(paths["/things"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
                 ["name"]["enum"],
            Json::array({"a"}));
}

TEST(OpenApi, says_when_it_is_refused) {
  const auto statuses = [](const Json& operation) {
    std::set<std::string> out;
    for (const auto& [status, answer] : operation["responses"].items()) out.insert(status);
    return out;
  };
  const Json paths = document()["paths"];
  EXPECT_EQ(statuses(paths["/healthz"]["get"]), (std::set<std::string>{"200", "400", "503"}));
  EXPECT_EQ(statuses(paths["/things"]["get"]), (std::set<std::string>{"200", "400", "401", "403", "503"}));
  EXPECT_EQ(
      statuses(paths["/things"]["post"]),
      (std::set<std::string>{"201", "400", "401", "403", "408", "409", "413", "415", "422", "428", "503"}));
  EXPECT_EQ(
      statuses(paths["/things/{id}"]["put"]),
      (std::set<std::string>{"204", "400", "401", "403", "404", "408", "412", "413", "415", "428", "503"}));
}

TEST(OpenApi, says_what_a_refusal_looks_like) {
  const Json all = document();
  EXPECT_EQ(all["paths"]["/things"]["get"]["responses"]["401"]["$ref"], "#/components/responses/refused_401");
  const Json answer = all["components"]["responses"]["refused_401"];
  EXPECT_EQ(answer["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/problem");
  EXPECT_EQ(all["components"]["schemas"]["problem"]["required"].size(), 6u);
}

TEST(Contract, has_a_line_for_each_route) {
  const Contract contract = Contract::parse({{"http/contract/things.yaml", R"(
description: Things
calls:
  GET things: { 200: page of thing }
  GET gone: { 204: nothing }
schemas:
  thing: { id: id, state: one of old new, "note?": text or null }
)"}});
  const Route things{.method = "GET", .path = "things", .summary = "", .handler = {}};
  const Route forgotten{.method = "PUT", .path = "things/{id}", .summary = "", .handler = {}};
  const auto found = contract.mismatches({things, forgotten});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], "PUT things/{id}: a route without a line in kernel/http/contract");
  EXPECT_EQ(found[1], "GET gone: a line in kernel/http/contract without a route");
  const Json thing = contract.schemas()["thing"];
  EXPECT_EQ(thing["required"], Json({"id", "state"}));
  EXPECT_EQ(thing["additionalProperties"], false);
  EXPECT_EQ(thing["properties"]["state"]["enum"], Json({"old", "new"}));
  EXPECT_EQ(thing["properties"]["note"]["type"], Json({"string", "null"}));
  EXPECT_EQ(contract.find("GET things")->answers.at(200)["properties"]["items"]["items"]["$ref"],
            "#/components/schemas/thing");
}

TEST(Contract, refuses_what_it_does_not_know) {
  const auto parse = [](const char* call) {
    const std::string text = std::string("calls: { GET things: ") + call + " }";
    return Contract::parse({{"http/contract/things.yaml", text}});
  };
  EXPECT_NO_THROW(parse("{ 200: text or null }"));
  EXPECT_THROW(parse("{ 200: thing }"), std::runtime_error);
  EXPECT_THROW(parse("{ 200: text, refused: [409] }"), std::runtime_error);
  EXPECT_THROW(parse("{ etag: true }"), std::runtime_error);
  EXPECT_NO_THROW(Contract::built_in());
}

}  // namespace
}  // namespace nrmm::http

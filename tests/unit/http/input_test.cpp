// X017, X048, X055, X081, X047: what a body and a query may be.
#include "fakes.hpp"

namespace nrmm::testing {
namespace {

class Input : public ::testing::Test {
 protected:
  Input() {
    using Type = http::Member::Type;
    bench.router.add(
        {.method = "POST",
         .path = "things",
         .summary = "",
         .handler =
             [this](http::Request& request) {
               seen = request.body;
               return http::Response::created({{"id", "1"}});
             },
         .body = {{"code", Type::text, true}, {"count", Type::integer}, {"answers", Type::object}},
         .idempotent = false});
    bench.router.add({.method = "GET",
                      .path = "things",
                      .summary = "",
                      .handler =
                          [](http::Request& request) {
                            return http::Response::ok({{"limit", request.limit()},
                                                       {"state", request.query_or("state", "")},
                                                       {"mine", request.query_flag("mine")}});
                          },
                      .query = http::list_query({{"state"}, {"mine", Type::flag}})});
  }

  http::Outgoing post(const std::string& body, const std::string& type = "application/json") {
    return bench.send("POST", "/somewhere/v1/things", body, {{"Content-Type", type}});
  }
  http::Outgoing list(const std::string& query) { return bench.send("GET", "/somewhere/v1/things?" + query); }

  // Status, code and field of a refusal, "400 request.type count".
  static std::string outcome(const http::Outgoing& answer) {
    if (answer.status < 400) return std::to_string(answer.status);
    const Json body = Bench::json(answer);
    const std::string field =
        body["errors"].empty() ? "" : " " + body["errors"][0]["field"].get<std::string>();
    return std::to_string(answer.status) + " " + body["code"].get<std::string>() + field;
  }

  Json seen;
  Bench bench{"POST things: { anyone: allowed }\nGET things: { anyone: allowed }\n"};
};

TEST_F(Input, takes_declared_members_of_their_types) {
  EXPECT_EQ(outcome(post(R"({"code":"a","count":3,"answers":{"x":[1]}})")), "201");
  EXPECT_EQ(seen, Json({{"code", "a"}, {"count", 3}, {"answers", {{"x", {1}}}}}));
  EXPECT_EQ(outcome(post(R"({"code":"a"})", "application/json; charset=UTF-8")), "201");
}

TEST_F(Input, names_what_is_unknown_missing_or_stated_twice) {
  EXPECT_EQ(outcome(post(R"({"code":"a","role":"admin"})")), "400 request.unknown_key role");
  EXPECT_EQ(outcome(post(R"({"code":"a","city_id":"b"})")), "400 request.unknown_key city_id");
  EXPECT_EQ(outcome(post(R"({"count":1})")), "400 request.missing code");
  EXPECT_EQ(outcome(post("")), "400 request.missing code");
  EXPECT_EQ(outcome(post(R"({"code":"a","code":"b"})")), "400 request.duplicate_key code");
  EXPECT_EQ(outcome(post(R"({"code":"a","answers":{"x":1,"x":2}})")), "400 request.duplicate_key answers.x");
}

TEST_F(Input, takes_no_other_type_for_a_secret) {
  for (const auto value : {"{}", "[]", "null", "true", "0", "[\"a\"]", "1.5"})
    EXPECT_EQ(outcome(post(std::string(R"({"code":)") + value + "}")), "400 request.type code") << value;
  for (const auto value : {"\"1\"", "1.0", "1.5", "true", "null"})
    EXPECT_EQ(outcome(post(std::string(R"({"code":"a","count":)") + value + "}")), "400 request.type count")
        << value;
}

TEST_F(Input, refuses_what_is_not_json_as_we_take_it) {
  const std::vector<std::string> bodies = {
      "{",
      "[1",
      "nonsense",
      R"({"code":"a"} x)",
      R"({'code':'a'})",
      "\xEF\xBB\xBF{\"code\":\"a\"}",
      std::string("{\"code\":\"a\0b\"}", 14),
      R"({"code":"\u0000"})",
      "{\"code\":\"\xC0\xAF\"}",
      "{\"code\":\"\xBB\xB7\"}",
      R"({"code":"\ud800"})",
      "{\"code\":\"\xED\xA0\x80\"}",
      R"({"code":"a","count":9223372036854775808})",
      R"({"code":"a","count":1e400})",
      R"({"code":"a","count":NaN})",
      "{\"code\":\"a\",\"answers\":" + std::string(40, '[') + std::string(40, ']') + "}",
      std::string("\xFF\xFE{\0\"\0", 6)};
  for (const auto& body : bodies)
    EXPECT_EQ(outcome(post(body)).substr(0, 21), "400 request.malformed") << body;
}

TEST_F(Input, wants_an_object) {
  for (const auto body : {"[]", "1", "\"a\"", "null", "[{\"code\":\"a\"}]"})
    EXPECT_EQ(post(body).status, 400) << body;
}

TEST_F(Input, bounds_texts_and_bodies) {
  const auto with_code = [](std::size_t length) { return R"({"code":")" + std::string(length, 'a') + "\"}"; };
  EXPECT_EQ(outcome(post(with_code(1000))), "201");
  EXPECT_EQ(outcome(post(with_code(1001))), "400 request.too_long code");
  EXPECT_EQ(outcome(post(with_code(3000))), "413 request.too_large");
}

TEST_F(Input, takes_only_json) {
  for (const auto type : {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk",
                          "json", "application/jsonp", "multipart/form-data; boundary=x"})
    EXPECT_EQ(outcome(post(R"({"code":"a"})", type)), "415 request.media_type") << type;
  const auto packed = bench.send("POST", "/somewhere/v1/things", "x", {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(packed.status, 415);
}

TEST_F(Input, knows_the_keys_of_a_list) {
  EXPECT_EQ(Bench::json(list("state=open&mine")), Json({{"limit", 20}, {"state", "open"}, {"mine", true}}));
  EXPECT_EQ(Bench::json(list("limit=100"))["limit"], 100);
  for (const auto query : {"limit=0", "limit=101", "limit=-1", "limit=2147483648000000000000", "limit=1.0",
                           "limit=", "limit=%31%20"})
    EXPECT_EQ(list(query).status, 400) << query;
  EXPECT_EQ(outcome(list("sort=name")), "400 request.unknown_key sort");
  EXPECT_EQ(outcome(list("state[$ne]=1")), "400 request.unknown_key state[$ne]");
  EXPECT_EQ(outcome(list("state=a&state=b")), "400 request.duplicate_key state");
  EXPECT_EQ(outcome(list("mine=1")), "400 request.type mine");
  EXPECT_EQ(outcome(list("state=%00")), "400 request.malformed");
  EXPECT_EQ(Bench::json(list("state=%27%3B+drop"))["state"], "'; drop");
}

TEST_F(Input, takes_no_body_with_a_get) {
  EXPECT_EQ(bench.send("GET", "/somewhere/v1/things", "{}").status, 400);
}

}  // namespace
}  // namespace nrmm::testing

// Contract: problem+json, versions, idempotency. X035 (logic), X065: headers.
#include <iostream>

#include "fakes.hpp"
#include "storage/database.hpp"

namespace nrmm::testing {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

class Answer : public ::testing::Test {
 protected:
  Answer() {
    for (const auto& [method, path, versioned] : std::vector<std::tuple<std::string, std::string, bool>>{
             {"POST", "things", false}, {"PUT", "things/{id}", true}, {"GET", "things", false}})
      bench.router.add({.method = method,
                        .path = path,
                        .summary = "",
                        .handler = [this](http::Request& request) { return handler(request); },
                        .body = {{"phone"}, {"n", http::Member::Type::integer}},
                        .needs_version = versioned});
    bench.works.actors = {actor("owner", {"owner"})};
  }

  http::Outgoing post(const std::string& body = "{}", Headers headers = {{"Idempotency-Key", "k-1"}}) {
    return bench.send("POST", "/somewhere/v1/things", body, std::move(headers));
  }
  http::Outgoing put(const std::string& version) {
    return bench.send("PUT", "/somewhere/v1/things/1", "{}", {{"If-Match", version}});
  }

  std::function<http::Response(http::Request&)> handler = [](http::Request&) {
    return http::Response::created({{"id", "1"}});
  };
  Bench bench{
      "POST things: { anyone: allowed }\n"
      "PUT things/{id}: { anyone: allowed }\n"
      "GET things: { anyone: allowed }\n"
      "POST check: { anyone: allowed }\n"};
};

TEST_F(Answer, a_problem_has_the_contracts_form) {
  handler = [](http::Request&) -> http::Response {
    Problem problem(409, "case.claimed", {{"by", "王工"}});
    Finding finding;
    finding.field = "pin";
    finding.code = "pattern";
    finding.message = "格式不正确。";
    finding.basis = "某规 第一条";
    throw problem.with(finding);
  };
  const auto answer = post();
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.headers.find("Content-Type")->substr(0, 24), "application/problem+json");
  Json body = Bench::json(answer);
  EXPECT_EQ(body["request_id"], *answer.headers.find("X-Request-Id"));
  body.erase("request_id");
  EXPECT_EQ(body, Json({{"type", "urn:nrmm:problem:case.claimed"},
                        {"title", "该件已由王工受理。"},
                        {"status", 409},
                        {"code", "case.claimed"},
                        {"by", "王工"},
                        {"errors", Json::array({{{"field", "pin"},
                                                 {"code", "pattern"},
                                                 {"message", "格式不正确。"},
                                                 {"basis", "某规 第一条"}}})}}));
}

TEST_F(Answer, texts_are_the_citys_and_built_in_where_there_is_none) {
  EXPECT_EQ(Bench::json(bench.send("GET", "/nowhere/v1/things"))["title"], "没有找到。");
  handler = [](http::Request&) -> http::Response { throw Problem(404, "request.not_found"); };
  EXPECT_EQ(Bench::json(post())["title"], "本市没有。");
}

TEST_F(Answer, placeholders_cannot_replace_what_is_fixed) {
  handler = [](http::Request&) -> http::Response {
    throw Problem(409, "case.claimed", {{"status", 200}, {"code", "fine"}});
  };
  EXPECT_EQ(Bench::json(post())["status"], 409);
  EXPECT_EQ(Bench::json(post())["code"], "case.claimed");
}

TEST_F(Answer, every_answer_carries_the_standing_headers) {
  for (const auto& answer :
       {post(), bench.send("GET", "/nowhere"), bench.send("GET", "/somewhere/v1/things")}) {
    EXPECT_EQ(*answer.headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(*answer.headers.find("Cache-Control"), "no-store");
    EXPECT_EQ(*answer.headers.find("Content-Security-Policy"),
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    EXPECT_EQ(*answer.headers.find("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.headers.find("Access-Control-Allow-Origin"), nullptr);
  }
  handler = [](http::Request&) {
    http::Response photo;
    photo.bytes = "jpeg";
    photo.content_type = "image/jpeg";
    photo.headers["Cache-Control"] = "private, max-age=300";
    return photo;
  };
  const auto answer = bench.send("GET", "/somewhere/v1/things");
  EXPECT_EQ(*answer.headers.find("Cache-Control"), "private, max-age=300");
  EXPECT_EQ(*answer.headers.find("Content-Type"), "image/jpeg");
  EXPECT_EQ(answer.body, "jpeg");
}

// X009
TEST_F(Answer, whatever_is_thrown_is_a_500_with_an_id_and_the_next_request_is_well) {
  const std::vector<std::function<void()>> throws = {[] { throw std::runtime_error("13800001111"); },
                                                     [] { throw 7; }, [] { throw std::bad_alloc(); }};
  for (const auto& thrown : throws) {
    handler = [&](http::Request&) -> http::Response {
      thrown();
      return {};
    };
    const auto answer = post();
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(Bench::json(answer)["code"], "request.internal");
    EXPECT_FALSE(Bench::json(answer)["request_id"].get<std::string>().empty());
    EXPECT_EQ(answer.body.find("13800001111"), std::string::npos);
  }
  handler = [](http::Request&) { return http::Response::no_content(); };
  EXPECT_EQ(post().status, 204);
  std::cout << "measured: " << throws.size() << " kinds of throw, each a 500 with an id\n";
}

TEST_F(Answer, a_lost_database_is_503_and_a_conflict_is_tried_three_times) {
  handler = [](http::Request&) -> http::Response { throw storage::SqlError("", "", "gone"); };
  const auto answer = post();
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.headers.find("Retry-After"), nullptr);
  int tries = 0;
  handler = [&](http::Request& request) -> http::Response {
    request.body["n"] = 2;
    if (++tries < 3) throw storage::SqlError("40001", "", "conflict");
    return http::Response::created({{"n", request.body.size()}});
  };
  EXPECT_EQ(post("{}").status, 201);
  EXPECT_EQ(tries, 3);
  tries = -10;
  bench.works.kept.reset();
  EXPECT_EQ(post().status, 503);
  EXPECT_EQ(tries, -7);
}

TEST_F(Answer, who_shall_come_back_is_told_when) {
  for (const int status : {429, 503}) {
    handler = [&](http::Request&) -> http::Response { throw Problem(status, "some.reason"); };
    EXPECT_NE(post().headers.find("Retry-After"), nullptr) << status;
    handler = [&](http::Request&) -> http::Response {
      Problem problem(status, "some.reason");
      problem.retry_after = 17;
      throw problem;
    };
    EXPECT_EQ(*post().headers.find("Retry-After"), "17");
  }
}

TEST_F(Answer, a_post_that_changes_nothing_opens_no_transaction) {
  bench.router.add({.method = "POST",
                    .path = "check",
                    .summary = "",
                    .handler = [](http::Request& request) { return http::Response::ok(request.body); },
                    .body = {{"n", http::Member::Type::integer}},
                    .idempotent = false,
                    .writes = false});
  EXPECT_EQ(bench.send("POST", "/somewhere/v1/check", R"({"n":1})").body, R"({"n":1})");
  EXPECT_TRUE(bench.works.log.empty());
}

TEST_F(Answer, a_post_wants_an_idempotency_key) {
  EXPECT_EQ(post("{}", {}).status, 428);
  for (const auto& key : {std::string(), std::string("a b"), std::string("键"), std::string(129, 'k')})
    EXPECT_EQ(post("{}", {{"Idempotency-Key", key}}).status, 400) << key;
  EXPECT_EQ(post("{}", {{"Idempotency-Key", std::string(128, 'k')}}).status, 201);
  EXPECT_EQ(post("{}", {{"Idempotency-Key", "a"}, {"Idempotency-Key", "b"}}).status, 400);
}

TEST_F(Answer, the_keys_scope_is_the_account_else_the_phone_else_the_address) {
  post(R"({"phone":"13800001111"})");
  EXPECT_EQ(bench.works.repeatable->scope, "phone:13800001111");
  bench.works.kept.reset();
  post("{}");
  EXPECT_EQ(bench.works.repeatable->scope, "address:192.0.2.7");
  bench.works.kept.reset();
  post(R"({"phone":"13800001111"})", {{"Idempotency-Key", "k"}, {"Authorization", "Bearer owner"}});
  EXPECT_EQ(bench.works.repeatable->scope, "account:owner");
  EXPECT_EQ(bench.works.repeatable->path, "POST /somewhere/v1/things");
}

TEST_F(Answer, a_repetition_gets_the_first_answer_without_its_secrets) {
  handler = [](http::Request&) {
    http::Response response = http::Response::created({{"id", "1"}, {"initial_password", "s3cret"}}).etag(4);
    response.secrets = {"initial_password"};
    return response;
  };
  EXPECT_EQ(Bench::json(post())["initial_password"], "s3cret");
  const auto again = post();
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(Bench::json(again), Json({{"id", "1"}}));
  EXPECT_EQ(*again.headers.find("ETag"), "\"4\"");
}

TEST_F(Answer, refusals_are_kept_but_not_429_and_5xx) {
  const auto kept_after = [&](int status) {
    bench.works.kept.reset();
    bench.works.log.clear();
    handler = [status](http::Request&) -> http::Response { throw Problem(status, "some.reason"); };
    post();
    return bench.works.kept.has_value();
  };
  EXPECT_TRUE(kept_after(422));
  EXPECT_EQ(bench.works.log, (std::vector<std::string>{"begin", "rollback", "keep"}));
  EXPECT_TRUE(kept_after(409));
  EXPECT_FALSE(kept_after(429));
  EXPECT_FALSE(kept_after(503));
}

TEST_F(Answer, a_refusal_may_keep_what_it_wrote) {
  handler = [](http::Request&) -> http::Response {
    Problem problem(422, "sms.refused");
    problem.keep_writes = true;
    throw problem;
  };
  post();
  EXPECT_EQ(bench.works.log, (std::vector<std::string>{"begin", "commit+keep"}));
}

TEST_F(Answer, a_write_wants_the_version_it_saw) {
  std::int64_t seen = 0;
  handler = [&](http::Request& request) {
    seen = *request.if_match;
    return http::Response::ok({{"id", "1"}}).etag(seen + 1);
  };
  const auto answer = put("\"3\"");
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(*answer.headers.find("ETag"), "\"4\"");
  EXPECT_EQ(bench.send("PUT", "/somewhere/v1/things/1", "{}").status, 428);
  for (const auto version : {"3", "W/\"3\"", "*", "\"\"", "\"a\"", "\"-1\"", "\"0\"", "\"3\", \"4\"", "\"",
                             "", "\"99999999999999999999\""})
    EXPECT_EQ(put(version).status, 400) << version;
}

}  // namespace
}  // namespace nrmm::testing

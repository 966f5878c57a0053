// What a router counts, and the id that its answers, its counts and its log share.
#include "http/traffic.hpp"

#include <filesystem>
#include <fstream>

#include "fakes.hpp"
#include "server_bench.hpp"

namespace nrmm::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string told(const http::Router& router) {
  metrics::Text text;
  router.traffic().write(text);
  return text.str();
}

std::string count_of(const std::string& labels, int count) {
  return "nrmm_http_request_seconds_count{" + labels + "} " + std::to_string(count) + "\n";
}

class Counted : public ::testing::Test {
 protected:
  Counted() : bench("GET things/{id}: { anyone: allowed }\nPOST things: { anyone: allowed }\n") {
    bench.router.add(
        {.method = "GET", .path = "things/{id}", .summary = "", .handler = [](http::Request& request) {
           if (request.param("id") == "none") throw Problem(404, "request.not_found");
           return http::Response::ok({{"id", request.param("id")}});
         }});
    bench.router.add({.method = "POST", .path = "things", .summary = "", .handler = [](http::Request&) {
                        return http::Response::created({{"id", 1}});
                      }});
  }

  Bench bench;
};

TEST_F(Counted, requests_by_route_city_and_class) {
  for (const char* id : {"1", "2", "none"}) bench.send("GET", std::string("/somewhere/v1/things/") + id);
  const std::string text = told(bench.router);
  const std::string route = "method=\"GET\",route=\"things/{id}\",city=\"somewhere\",status=";
  EXPECT_THAT(text, HasSubstr(count_of(route + "\"2xx\"", 2)));
  EXPECT_THAT(text, HasSubstr(count_of(route + "\"4xx\"", 1)));
  EXPECT_THAT(text, HasSubstr("nrmm_http_refusals_total{code=\"request.not_found\"} 1\n"));
}

TEST_F(Counted, what_a_client_makes_up_is_no_label) {
  for (int i = 0; i < 100; ++i) {
    const std::string made_up = std::to_string(13900000000 + i);
    bench.send("GET", "/" + made_up + "/v1/things/1");
    bench.send("GET", "/somewhere/v1/" + made_up);
    bench.send(made_up, "/somewhere/v1/things/1");
  }
  const std::string text = told(bench.router);
  EXPECT_THAT(text, Not(HasSubstr("139000000")));
  EXPECT_THAT(text,
              HasSubstr(count_of(R"(method="GET",route="things/{id}",city="other",status="4xx")", 100)));
  EXPECT_THAT(text, HasSubstr(count_of(R"(method="",route="none",city="other",status="4xx")", 200)));
}

TEST_F(Counted, a_repetition_is_counted_and_is_no_refusal) {
  bench.works.kept = http::Kept{201, {{"id", 1}}, ""};
  bench.send("POST", "/somewhere/v1/things", "{}", {{"Idempotency-Key", "0123456789abcdef"}});
  EXPECT_THAT(told(bench.router), HasSubstr("nrmm_http_repetitions_total 1\n"));
  EXPECT_THAT(told(bench.router), Not(HasSubstr("nrmm_http_refusals_total{")));
}

// The same over connections, with a log.
class Identified : public ServerBench {
 protected:
  std::string get(const std::string& id) {
    return exchange("GET /somewhere/v1/things HTTP/1.1\r\n" + kHost + "X-Request-Id: " + id + "\r\n\r\n");
  }
};

const std::string kId = "0123456789abcdef0123456789abcdef";

TEST_F(Identified, the_proxys_id_is_taken) {
  start();
  EXPECT_THAT(get(kId), HasSubstr("X-Request-Id: " + kId + "\r\n"));
}

TEST_F(Identified, nothing_else_is_an_id) {
  start();
  for (const std::string& odd :
       {kId + "0", std::string("1"), std::string(32, 'A'), std::string(31, '1') + " "})
    EXPECT_THAT(get(odd), Not(HasSubstr("X-Request-Id: " + odd))) << odd;
  EXPECT_THAT(get(kId + "\r\nX-Request-Id: " + kId), Not(HasSubstr(kId)));
  http::ServerSettings open;
  open.trust_proxy = false;
  start(open);
  EXPECT_THAT(get(kId), Not(HasSubstr(kId)));
}

TEST(Unreadable, is_logged_and_counted_like_every_other) {
  const auto path = std::filesystem::path(::testing::TempDir()) / ("nrmm-http-" + std::to_string(::getpid()));
  log::Logger log(path, log::Level::info);
  const http::Router router({.log = &log}, http::Permissions::parse("", "test"));
  const http::Outgoing answer = router.unreadable(Problem(400, "request.malformed"), "192.0.2.7");
  std::string line;
  std::getline(std::ifstream(path), line);
  std::filesystem::remove(path);
  const Json logged = parse_json(line), body = parse_json(answer.body);
  EXPECT_EQ(logged["request_id"], body["request_id"]);
  EXPECT_EQ(*answer.headers.find("X-Request-Id"), body["request_id"]);
  EXPECT_EQ(logged["status"], 400);
  EXPECT_EQ(logged["code"], "request.malformed");
  EXPECT_THAT(told(router), HasSubstr(count_of(R"(method="",route="none",city="other",status="4xx")", 1)));
}

}  // namespace
}  // namespace nrmm::testing

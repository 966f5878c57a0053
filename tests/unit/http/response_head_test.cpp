// What a handler puts into a header from data stays within that header.
#include "fakes.hpp"
#include "http/server.hpp"
#include "raw_client.hpp"

namespace nrmm::testing {
namespace {

TEST(ResponseHead, no_value_begins_another_header) {
  Bench bench("GET odd: { anyone: allowed }\n");
  bench.router.add({.method = "GET", .path = "odd", .summary = "", .handler = [](http::Request&) {
                      http::Response response = http::Response::ok({{"fine", true}});
                      response.headers["Content-Disposition"] =
                          "attachment; filename=\"a\r\nSet-Cookie: x=1\r\n\r\n<script>\"";
                      return response;
                    }});
  log::Logger log{log::Level::error};
  http::Server server(bench.router, log, {});
  RawClient client(server.port());
  client.send("GET /somewhere/v1/odd HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answer = client.answer();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(answer.find("\r\nSet-Cookie"), std::string::npos);
  EXPECT_EQ(answer.find("\n<script>"), std::string::npos);
  EXPECT_NE(answer.find("{\"fine\":true}"), std::string::npos);
}

}  // namespace
}  // namespace nrmm::testing

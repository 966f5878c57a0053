// X043: paths that could mean another path, methods that are not ours; 404 and 405.
#include "fakes.hpp"

namespace nrmm::testing {
namespace {

http::Response echo(http::Request& request) {
  Json params = Json::object();
  for (const auto& [name, value] : request.params) params[name] = value;
  return http::Response::ok({{"params", params}, {"path", request.path}});
}

class Routing : public ::testing::Test {
 protected:
  Routing() {
    for (const auto& [method, path] :
         std::vector<std::pair<std::string, std::string>>{{"GET", "things"},
                                                          {"GET", "things/{id}"},
                                                          {"DELETE", "things/{id}"},
                                                          {"GET", "things/new"},
                                                          {"GET", "/up"}})
      bench.router.add({.method = method, .path = path, .summary = "", .handler = echo});
  }

  int status(const std::string& method, const std::string& target) {
    return bench.send(method, target).status;
  }

  Bench bench{
      "GET things: { anyone: allowed }\nGET things/{id}: { anyone: allowed }\nDELETE things/{id}: { anyone: "
      "allowed }\nGET things/new: { anyone: allowed }\nGET /up: { anyone: allowed }\n"};
};

TEST_F(Routing, finds_by_method_and_path) {
  const auto answer = bench.send("GET", "/somewhere/v1/things/a%2Db%20%E7%8E%AF");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Bench::json(answer)["params"]["id"], "a-b 环");
  EXPECT_EQ(status("GET", "/up"), 200);
}

TEST_F(Routing, prefers_the_literal_segment) {
  EXPECT_EQ(Bench::json(bench.send("GET", "/somewhere/v1/things/new"))["params"], Json::object());
}

TEST_F(Routing, says_404_for_what_is_not_there) {
  for (const auto target :
       {"/", "/somewhere", "/somewhere/v1", "/somewhere/v1/", "/somewhere/v2/things", "/elsewhere/v1/things",
        "/somewhere/v1/things/", "/somewhere/v1//things", "/somewhere/v1/things/1/2", "/v1/things",
        "/somewhere/v1/up", "/SOMEWHERE/v1/things", "/somewhere/v1/things%252e%252e/x/y"})
    EXPECT_EQ(status("GET", target), 404) << target;
}

TEST_F(Routing, refuses_paths_that_mean_another) {
  for (const auto target :
       {"/somewhere/v1/things/%2e%2e", "/somewhere/v1/../v1/things", "/somewhere/v1/./things",
        "/somewhere/v1/things/a%2Fb", "/somewhere/v1/things/a%5cb", "/somewhere/v1/things/a%00",
        "/somewhere/v1/things/a%0d%0a", "/somewhere/v1/things/%C0%AE", "/somewhere/v1/things/%FF",
        "/somewhere/v1/things/%E0%80%AF", "/somewhere/v1/things/%", "/somewhere/v1/things/%4",
        "/somewhere/v1/things/%zz", "http://elsewhere/somewhere/v1/things", "*", "", "somewhere/v1/things"})
    EXPECT_EQ(status("GET", target), 400) << target;
}

TEST_F(Routing, takes_only_the_methods_of_the_path) {
  for (const auto method : {"HEAD", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get", "BREW"})
    EXPECT_EQ(status(method, "/somewhere/v1/things/1"), 405) << method;
  const auto answer = bench.send("POST", "/somewhere/v1/things/1");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(*answer.headers.find("Allow"), "DELETE, GET");
}

TEST_F(Routing, refuses_a_route_stated_twice_or_badly) {
  EXPECT_THROW(bench.router.add({"GET", "things/{other}", "", echo}), std::logic_error);
  EXPECT_THROW(bench.router.add({"PATCH", "things", "", echo}), std::logic_error);
  EXPECT_THROW(bench.router.add({"GET", "things/{id", "", echo}), std::logic_error);
}

}  // namespace
}  // namespace nrmm::testing

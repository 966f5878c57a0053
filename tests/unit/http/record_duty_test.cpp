// X104, X107: what is not in the audit record does not happen.
#include "fakes.hpp"

namespace nrmm::testing {
namespace {

using ::testing::Contains;
using ::testing::Not;

class RecordDuty : public ::testing::Test {
 protected:
  RecordDuty() {
    for (const char* method : {"POST", "PUT", "DELETE", "GET"}) add(method, "things", true);
    add("POST", "check", false);
    bench_.works.actors = {actor("owner", {"owner"})};
  }
  void add(const std::string& method, const std::string& path, bool writes) {
    router_.add({.method = method,
                 .path = path,
                 .summary = "",
                 .handler =
                     [](http::Request&) {
                       return http::Response::ok({{"id", "1"}});
                     },
                 .idempotent = false,
                 .writes = writes});
  }
  int send(const std::string& method, const std::string& path = "things") {
    bench_.works.log.clear();
    FakeBody body(method == "POST" || method == "PUT" ? "{}" : "");
    http::Incoming incoming{method, "/somewhere/v1/" + path, {}, "192.0.2.7", &body};
    incoming.headers.add("Content-Type", "application/json");
    return router_.answer(incoming).status;
  }

  Bench bench_{"GET things: { anyone: allowed }\n"};
  http::Router router_{{&bench_.packs, &bench_.works, nullptr, {}, nullptr, true},
                       http::Permissions::parse("GET things: { anyone: allowed }\n"
                                                "POST things: { anyone: allowed }\n"
                                                "PUT things: { anyone: allowed }\n"
                                                "DELETE things: { anyone: allowed }\n"
                                                "POST check: { anyone: allowed }\n",
                                                "test")};
};

TEST_F(RecordDuty, AWriteThatRecordsNothingIsUndone) {
  for (const char* method : {"POST", "PUT", "DELETE"}) {
    EXPECT_EQ(send(method), 500) << method;
    EXPECT_THAT(bench_.works.log, Not(Contains("commit"))) << method;
    EXPECT_THAT(bench_.works.log, Contains("rollback")) << method;
  }
}

TEST_F(RecordDuty, ReadingAndAskingOweNothing) {
  EXPECT_EQ(send("GET"), 200);
  EXPECT_EQ(send("POST", "check"), 200);
}

}  // namespace
}  // namespace nrmm::testing

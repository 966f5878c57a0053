// X023: what costs little is asked before what costs much.
#include "fakes.hpp"

namespace nrmm::testing {
namespace {

using ::testing::ElementsAre;

class Before : public ::testing::Test {
 protected:
  Before() {
    bench_.works.actors = {actor("owner", {"owner"})};
    bench_.router.add({.method = "POST",
                       .path = "things",
                       .summary = "",
                       .handler =
                           [this](http::Request&) {
                             bench_.works.log.push_back("work");
                             return http::Response::created({{"id", "1"}});
                           },
                       .before =
                           [this](http::Request&) {
                             bench_.works.log.push_back("ask");
                             if (refuses_) throw Problem(422, "photo.ticket");
                           }});
  }
  int send() { return bench_.send("POST", "/somewhere/v1/things", "{}", {{"Idempotency-Key", "k"}}).status; }

  bool refuses_ = false;
  Bench bench_{"POST things: { anyone: allowed }\n"};
};

TEST_F(Before, HoldsNoTransactionWhileTheHandlerWorks) {
  EXPECT_EQ(send(), 201);
  EXPECT_THAT(bench_.works.log, ElementsAre("begin", "ask", "commit", "begin", "work", "commit+keep"));
}

TEST_F(Before, ARefusalComesBeforeTheWorkAndIsKept) {
  refuses_ = true;
  EXPECT_EQ(send(), 422);
  EXPECT_THAT(bench_.works.log, ElementsAre("begin", "ask", "rollback", "keep"));
}

TEST_F(Before, ARepetitionIsNotAskedAgain) {
  EXPECT_EQ(send(), 201);
  refuses_ = true;
  bench_.works.log.clear();
  EXPECT_EQ(send(), 201);
  EXPECT_THAT(bench_.works.log, ElementsAre("begin", "rollback"));
}

}  // namespace
}  // namespace nrmm::testing

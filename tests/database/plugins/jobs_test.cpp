// Of several servers one does a job, and what comes to nothing is due again.
#include <gtest/gtest.h>

#include "cluster.hpp"
#include "plugins/errand_store.hpp"

namespace nrmm::plugins {
namespace {

constexpr long kAtOnce = 0, kInAnHour = 3600;

class JobsTest : public ::testing::Test {
 protected:
  bool taken(long every, bool done = true) {
    auto session = database_.session("north");
    storage::Transaction transaction(session);
    const bool out = errand_store::take_job(session, "probe", "tick", every);
    if (done) transaction.commit();
    return out;
  }

  nrmm::testing::TestDatabase place_ = nrmm::testing::Cluster::instance().fresh_database();
  storage::Database database_{{.dsn = place_.dsn, .pool = 2}};
};

TEST_F(JobsTest, OneServerAtATime) {
  EXPECT_TRUE(taken(kAtOnce));
  auto session = database_.session("north");
  {
    storage::Transaction at_it(session);
    EXPECT_TRUE(errand_store::take_job(session, "probe", "tick", kInAnHour));
    EXPECT_FALSE(taken(kInAnHour)) << "while another server is at it";
  }
  EXPECT_TRUE(taken(kInAnHour)) << "the other server's came to nothing";
  EXPECT_FALSE(taken(kInAnHour)) << "it is done";
}

TEST_F(JobsTest, WhatIsUndoneStaysDueAndWhatIsPutOffDoesNot) {
  EXPECT_TRUE(taken(kAtOnce));
  EXPECT_TRUE(taken(kInAnHour, false));
  EXPECT_TRUE(taken(kAtOnce));
  auto session = database_.session("north");
  errand_store::job_failed(session, "probe", "tick", kInAnHour, "x");
  EXPECT_FALSE(taken(kInAnHour));
}

// X115: tried later and later, given up in the end and shown; again when somebody has looked at it.
TEST_F(JobsTest, WhatFailsAgainAndAgainIsGivenUp) {
  auto session = database_.session("north");
  storage::Database owner({.dsn = place_.owner_dsn, .pool = 1});
  const auto wait = [&] {
    return session.run("select extract(epoch from next_at - nrmm_now())::int as s from plugin_job")
        .front()
        .integer("s");
  };
  std::vector<std::int64_t> waits;
  bool given_up = false;
  int tries = 0;
  for (; !given_up && tries < 100; ++tries) {
    given_up = errand_store::job_failed(session, "probe", "tick", 60, "call 13900001234 is down");
    waits.push_back(wait());
  }
  EXPECT_EQ(tries, 20);
  EXPECT_NEAR(static_cast<double>(waits[1]), 120, 5);
  EXPECT_NEAR(static_cast<double>(waits[4]), 960, 5);
  EXPECT_NEAR(static_cast<double>(waits[18]), 86400, 5);
  owner.session("").run("insert into demo_clock (shift) values (interval '40 days')");
  EXPECT_FALSE(taken(kAtOnce)) << "given up";
  const auto failing = errand_store::failing_jobs(session);
  ASSERT_EQ(failing.size(), 1u);
  EXPECT_TRUE(failing[0].given_up);
  EXPECT_EQ(failing[0].reason, "call [digits] is down");
  EXPECT_TRUE(errand_store::retry_job(session, "probe", "tick"));
  EXPECT_TRUE(taken(kAtOnce));
  EXPECT_TRUE(errand_store::failing_jobs(session).empty());
  EXPECT_FALSE(errand_store::retry_job(session, "probe", "tick")) << "nothing has failed";
}

TEST_F(JobsTest, EachCityHasItsOwn) {
  EXPECT_TRUE(taken(kInAnHour));
  auto session = database_.session("south");
  storage::Transaction transaction(session);
  EXPECT_TRUE(errand_store::take_job(session, "probe", "tick", kInAnHour));
}

}  // namespace
}  // namespace nrmm::plugins

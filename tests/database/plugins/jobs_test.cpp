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
  errand_store::put_off(session, "probe", "tick", kInAnHour);
  EXPECT_FALSE(taken(kInAnHour));
}

TEST_F(JobsTest, EachCityHasItsOwn) {
  EXPECT_TRUE(taken(kInAnHour));
  auto session = database_.session("south");
  storage::Transaction transaction(session);
  EXPECT_TRUE(errand_store::take_job(session, "probe", "tick", kInAnHour));
}

}  // namespace
}  // namespace nrmm::plugins

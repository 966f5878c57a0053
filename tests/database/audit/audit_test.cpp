#include "audit/audit.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/sealer.hpp"
#include "audit/verify.hpp"
#include "base/problem.hpp"
#include "cluster.hpp"

namespace nrmm::audit {
namespace {

using storage::Database;
using storage::Session;
using storage::Transaction;
using ::testing::HasSubstr;

constexpr const char* kCity = "city_a";

Actor auditor(const std::string& city) {
  Actor actor;
  actor.city = city;
  actor.account = "a-1";
  actor.name = "审核员";
  actor.roles = {"district_auditor"};
  return actor;
}

class AuditTest : public ::testing::Test {
 protected:
  testing::TestDatabase place_ = testing::Cluster::instance().fresh_database();
  Database server_{{.dsn = place_.dsn, .pool = 10, .lock_timeout = std::chrono::milliseconds(200)}};
  Database root_{{.dsn = place_.root_dsn}};

  void write(int count, const std::string& city = kCity) {
    server_.transact(city, [&](Session& session) {
      for (int i = 0; i < count; ++i)
        record(session, auditor(city), {"192.0.2.1", "r-1"},
               {.action = "case.approve",
                .object_type = "case",
                .object_id = std::to_string(i),
                .before = {{"state", "open"}},
                .after = {{"state", "approved"}, {"power", 110.5}},
                .pack_revision = "1"});
    });
  }
  void chain(int count) {
    write(count);
    seal_rows(server_, kCity);
  }
  void tamper(const std::string& sql) { root_.session(kCity).run(sql); }
  Verification verified(const std::optional<Head>& known = std::nullopt) {
    Session session = server_.session(kCity);
    return verify(session, known);
  }
};

// X104: who, when with zone, where, what, before and after, result, revision.
TEST_F(AuditTest, RecordsWhoWhenWhereWhat) {
  write(1);
  Session session = server_.session(kCity);
  const storage::Rows rows = session.run("select *, nrmm_time(at) as written from audit");
  const storage::Row row = rows.front();
  EXPECT_EQ(row.text("actor_name"), "审核员");
  EXPECT_EQ(row.array("actor_roles"), std::vector<std::string>{"district_auditor"});
  EXPECT_EQ(row.text("address"), "192.0.2.1");
  EXPECT_EQ(row.text("request_id"), "r-1");
  EXPECT_EQ(row.json("before"), Json({{"state", "open"}}));
  EXPECT_EQ(row.json("after")["power"], 110.5);
  EXPECT_EQ(row.text("result"), "done");
  EXPECT_THAT(row.text("written"), HasSubstr("+08:00"));
}

TEST_F(AuditTest, GoesWithItsTransaction) {
  {
    Session session = server_.session(kCity);
    Transaction transaction(session);
    record(session, {}, {}, {.action = "x.y"});
  }
  EXPECT_EQ(server_.session(kCity).run("select from audit").size(), 0);
  EXPECT_EQ(server_.session(kCity).run("select from audit_queue").size(), 0);
}

// X105
TEST_F(AuditTest, RefusesSecretsHoweverDeep) {
  Session session = server_.session(kCity);
  const Json deep = {{"changes", Json::array({{{"initial_password", "x"}}})}};
  EXPECT_THROW(record(session, {}, {}, {.action = "account.create", .after = deep}), std::logic_error);
}

// X107: what cannot be audited does not happen.
TEST_F(AuditTest, ALockedAuditTableStopsTheAct) {
  Session locker = root_.session(kCity);
  Transaction lock(locker);
  locker.run("lock table audit in access exclusive mode");
  try {
    server_.transact(kCity, [](Session& session) {
      session.run("insert into code_counter (city_id, prefix, last) values (nrmm_city(), 'A', 1)");
      record(session, {}, {}, {.action = "x.y"});
    });
    FAIL() << "went on without an audit row";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.status, 503);
  }
  EXPECT_EQ(server_.session(kCity).run("select from code_counter").size(), 0);
}

TEST_F(AuditTest, AnUntouchedChainIsGood) {
  chain(5);
  chain(3);
  write(2);
  const Verification found = verified();
  EXPECT_TRUE(found.good());
  EXPECT_EQ(found.head.position, 8);
  EXPECT_EQ(found.unsealed, 2);
  EXPECT_THAT(found.oldest_unsealed, HasSubstr("+08:00"));
}

TEST_F(AuditTest, EachCityHasItsOwnChain) {
  chain(3);
  write(4, "city_b");
  EXPECT_EQ(seal_rows(server_, "city_b"), 4);
  EXPECT_EQ(verified().head.position, 3);
}

TEST_F(AuditTest, RowsThatCommitOutOfOrderAreAllChained) {
  Session late = server_.session(kCity);
  Transaction slow(late);
  record(late, {}, {}, {.action = "late.one"});
  chain(2);
  slow.commit();
  EXPECT_EQ(seal_rows(server_, kCity), 1);
  EXPECT_TRUE(verified().good());
  EXPECT_EQ(verified().unsealed, 0);
}

TEST_F(AuditTest, SealersOfSeveralServersTakeTurns) {
  write(200);
  std::atomic<int> sealed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      while (sealed < 200) sealed += seal_rows(server_, kCity, 7);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sealed, 200);
  EXPECT_EQ(verified().head.position, 200);
  EXPECT_TRUE(verified().good());
}

// Within two seconds of the commit.
TEST_F(AuditTest, TheSealerChainsInTheBackground) {
  log::Logger logger;
  const Sealer sealer(
      server_, [] { return std::vector<std::string>{kCity}; }, logger, std::chrono::milliseconds(20));
  write(3);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (verified().unsealed > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(verified().head.position, 3);
}

// X106: change, delete, insert, reorder, cut.
TEST_F(AuditTest, NamesTheFirstChangedRow) {
  chain(6);
  tamper("update audit set actor_name = 'someone else' where object_id in ('2', '4')");
  const auto broken = verified().broken;
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->position, 3);
  EXPECT_THAT(broken->reason, HasSubstr("changed"));
}

// X106
TEST_F(AuditTest, FindsAChangedRowWhoseHashWasMadeToFit) {
  chain(6);
  tamper("update audit set row_hash = repeat('0', 64) where object_id = '2'");
  EXPECT_EQ(verified().broken->position, 3);
}

// X106
TEST_F(AuditTest, FindsADeletedRow) {
  chain(6);
  tamper("with gone as (delete from audit_chain where position = 4 returning audit_id) select from gone");
  EXPECT_EQ(verified().broken->position, 5);
  EXPECT_THAT(verified().broken->reason, HasSubstr("missing"));
}

// X106
TEST_F(AuditTest, FindsRowsThatChangedPlaces) {
  chain(6);
  tamper("alter table audit_chain drop constraint audit_chain_city_id_audit_id_key");
  tamper(
      "update audit_chain c set audit_id = o.audit_id from audit_chain o "
      "where (c.position, o.position) in ((2, 3), (3, 2))");
  EXPECT_EQ(verified().broken->position, 2);
}

// X106
TEST_F(AuditTest, ShowsAnInsertedRow) {
  chain(3);
  tamper(
      "insert into audit (city_id, at, actor_id, actor_name, actor_roles, address, request_id, action, "
      "object_type, "
      "object_id, result, pack_revision, row_hash) select 'city_a', nrmm_now(), '', '', '{}', '', '', 'x.y', "
      "'', '', "
      "'done', '', repeat('0', 64)");
  EXPECT_TRUE(verified().broken);
  EXPECT_EQ(verified().unsealed, 1);
}

// X106
TEST_F(AuditTest, AnExportedHeadShowsACutTail) {
  chain(4);
  const Head exported = verified().head;
  chain(2);
  EXPECT_TRUE(verified(exported).good()) << "a longer chain still holds the exported head";
  tamper("delete from audit_chain where position > 3");
  tamper("delete from audit a where not exists (select from audit_chain c where c.audit_id = a.id)");
  EXPECT_TRUE(verified().good()) << "without the head nothing can be seen";
  EXPECT_THAT(verified(exported).broken->reason, HasSubstr("cut off"));
}

}  // namespace
}  // namespace nrmm::audit

#include <atomic>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fixture.hpp"
#include "storage/conninfo.hpp"

namespace nrmm::storage {
namespace {

using nrmm::testing::Cluster;
using namespace std::chrono_literals;

// X006, X010, X011, X014
class Restart : public DatabaseTest {
 protected:
  void TearDown() override {
    if (down_) start();
  }
  void stop() { Cluster::instance().kill(), down_ = true; }
  void start() { Cluster::instance().start(), down_ = false; }

  Database server_{{.dsn = place_.dsn, .pool = 4, .acquire_timeout = 2s}};
  bool down_ = false;
};

TEST_F(Restart, TheNextBorrowerNoticesNothing) {
  server_.session("city_a").run("select 1");
  stop();
  start();
  EXPECT_EQ(server_.session("city_a").run("select nrmm_city() as city").front().text("city"), "city_a");
}

TEST_F(Restart, WhileTheDatabaseIsAwayEveryAnswerIs503AndSoon) {
  server_.session("city_a");
  EXPECT_TRUE(server_.reachable());
  stop();
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(problem_status([&] { server_.session("city_a"); }), 503);
  EXPECT_FALSE(server_.reachable());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  start();
  EXPECT_TRUE(server_.reachable());
  EXPECT_EQ(problem_status([&] { server_.session("city_a").run("select 1"); }), 0);
}

// A machine that takes connections and says nothing, as one does that was frozen.
class Silent {
 public:
  Silent() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), length);
    ::listen(descriptor_, 16);
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
  }
  ~Silent() { ::close(descriptor_); }
  int port() const { return port_; }

 private:
  int descriptor_;
  int port_ = 0;
};

TEST_F(Restart, ASilentHostHidesNoOther) {
  const Silent silent;
  auto parts = parse_conninfo(place_.dsn);
  parts["host"] = "127.0.0.1," + parts["host"];
  parts["port"] = std::to_string(silent.port()) + "," + (parts.contains("port") ? parts["port"] : "5432");
  Database two({.dsn = format_conninfo(parts), .pool = 1});
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(two.reachable());
  EXPECT_TRUE(two.reachable());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
  EXPECT_EQ(two.session("city_a").run("select nrmm_city() as city").front().text("city"), "city_a");
}

TEST_F(Restart, ATransactionThatLostItsConnectionNeverGoesOnElsewhere) {
  Session session = server_.session("city_a");
  {
    Transaction transaction(session);
    add_counter(session, "A");
    stop();
    start();
    EXPECT_EQ(sql_state([&] { add_counter(session, "B"); }), "lost");
    EXPECT_EQ(sql_state([&] { add_counter(session, "C"); }), "lost");
    EXPECT_EQ(sql_state([&] { transaction.commit(); }), "lost");
  }
  EXPECT_EQ(counters(session), 0) << "the session itself is usable again";
  EXPECT_EQ(session.run("select nrmm_city() as city").front().text("city"), "city_a");
}

TEST_F(Restart, TransactRunsAgainAfterALostConnection) {
  int tries = 0;
  server_.transact("city_a", [&](Session& session) {
    add_counter(session, "A");
    if (++tries == 1) stop(), start();
    add_counter(session, "B");
  });
  EXPECT_EQ(tries, 2);
  Session session = server_.session("city_a");
  EXPECT_EQ(counters(session), 2);
}

TEST_F(Restart, TransactTurnsALostDatabaseInto503) {
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(problem_status([&] {
              server_.transact("city_a", [&](Session& session) {
                add_counter(session, "A");
                stop();
                add_counter(session, "B");
              });
            }),
            503);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

// What is acknowledged is there afterwards; meanwhile there is nothing but 503.
TEST_F(Restart, TrafficSurvivesRestarts) {
  std::atomic<bool> ending = false;
  std::atomic<int> written = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::vector<std::string>> acknowledged(4);
  const auto work = [&](std::size_t number) {
    for (int i = 0; !ending; ++i) {
      const std::string prefix = std::to_string(number) + "-" + std::to_string(i);
      try {
        server_.transact("city_a", [&](Session& session) { add_counter(session, prefix); });
        acknowledged[number].push_back(prefix);
        ++written;
      } catch (const Problem& problem) {
        problem.status == 503 ? ++refused : ++wrong;
      } catch (const std::exception&) {
        ++wrong;
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < acknowledged.size(); ++i) threads.emplace_back(work, i);
  for (int restarts = 0; restarts < 3; ++restarts) {
    for (const int before = written; written < before + 100;) std::this_thread::yield();
    stop();
    start();
  }
  for (const int before = written; written < before + 100;) std::this_thread::yield();
  ending = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  Session session = server_.session("city_a");
  for (const auto& prefixes : acknowledged)
    for (const std::string& prefix : prefixes)
      EXPECT_TRUE(session.one("select from code_counter where prefix = $1", {prefix})) << prefix;
}

// X011: no connection is to be had from the database.
TEST_F(Restart, ExhaustedConnectionsAreABounded503) {
  Database root({.dsn = place_.root_dsn, .pool = 1});
  root.session("").run("alter role nrmm_server connection limit 0");
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(problem_status([&] { server_.session("city_a"); }), 503);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  root.session("").run("alter role nrmm_server connection limit -1");
  EXPECT_EQ(problem_status([&] { server_.session("city_a"); }), 0);
}

}  // namespace
}  // namespace nrmm::storage

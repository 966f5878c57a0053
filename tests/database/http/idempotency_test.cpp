// X035 and the contract's Idempotency, on PostgreSQL: one effect, equal answers, nothing readable kept.
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/problem.hpp"
#include "base/random.hpp"
#include "cluster.hpp"
#include "http/database_work.hpp"
#include "http/router.hpp"

namespace nrmm::testing {
namespace {

constexpr const char* kInsert =
    "insert into outbox (city_id, id, channel, payload) values (nrmm_city(), $1, 'test', '{}')";

class OnePack : public http::PackSource {
 public:
  std::shared_ptr<const cities::PackSet> current() const override { return set_; }
  std::shared_ptr<const cities::Pack> revision(const std::string&, const std::string&) override {
    return nullptr;
  }

  OnePack() {
    for (const auto id : {"somewhere", "elsewhere"}) {
      auto pack = std::make_shared<cities::Pack>();
      pack->id = id;
      set_->cities[id] = pack;
    }
  }

 private:
  std::shared_ptr<cities::PackSet> set_ = std::make_shared<cities::PackSet>();
};

// A token is an account's name.
class AnyToken : public http::Authenticator {
 public:
  std::optional<Actor> authenticate(storage::Session&, const std::string& city,
                                    std::string_view token) override {
    Actor actor;
    actor.city = city;
    actor.account = token;
    actor.roles = {"owner"};
    return actor;
  }
};

class Body : public http::BodySource {
 public:
  explicit Body(std::string bytes) : bytes_(std::move(bytes)) {}
  bool empty() const override { return bytes_.empty(); }
  std::string read(std::size_t) override { return bytes_; }

 private:
  std::string bytes_;
};

class Idempotency : public ::testing::Test {
 protected:
  Idempotency()
      : place_(Cluster::instance().fresh_database()),
        keys_(std::filesystem::temp_directory_path() / ("nrmm-keys-" + new_id())),
        database_({.dsn = place_.dsn, .pool = 16, .acquire_timeout = std::chrono::seconds(20)}),
        works_(database_, anybody_, storage::Seal::open(keys_, true)),
        router_({&packs_, &works_, nullptr},
                http::Permissions::parse("POST things: { anyone: allowed }\n", "test")) {
    router_.add({.method = "POST",
                 .path = "things",
                 .summary = "",
                 .handler = [this](http::Request& request) { return handler_(request); },
                 .body = {{"phone"}, {"name"}}});
  }
  ~Idempotency() override { std::filesystem::remove_all(keys_); }

  http::Outgoing post(const std::string& key, const std::string& body = "{}", const std::string& token = "",
                      const std::string& city = "somewhere") const {
    Body source(body);
    http::Incoming incoming{"POST", "/" + city + "/v1/things", {}, "192.0.2.7", &source};
    incoming.headers.add("Content-Type", "application/json");
    incoming.headers.add("Idempotency-Key", key);
    if (!token.empty()) incoming.headers.add("Authorization", "Bearer " + token);
    return router_.answer(incoming);
  }

  std::int64_t effects(const std::string& city = "somewhere") {
    storage::Session session = database_.session(city);
    return session.run("select count(*) as n from outbox").front().integer("n");
  }

  static http::Response insert(http::Request& request) {
    const std::string id = new_id();
    request.session().run(kInsert, {id});
    return http::Response::created({{"id", id}}).etag(1);
  }

  // The transaction of the session loses its connection in COMMIT, before the database has it. That it is
  // lost after that is tried through a proxy (tests/faults/test_lost_answers.py).
  static void lose_commit(storage::Session& session) { session.run("set local test.dies = 'yes'"); }

  storage::Rows root(const std::string& sql) {
    storage::Database root({.dsn = place_.root_dsn, .pool = 1});
    return root.session("").run(sql);
  }

  void add_dying_trigger() {
    root(
        "create function die() returns trigger language plpgsql security definer as $$ begin if "
        "current_setting('test.dies', true) = 'yes' then perform pg_terminate_backend(pg_backend_pid()); "
        "end if; return null; end $$");
    root(
        "create constraint trigger dies after insert on outbox deferrable initially deferred for each row "
        "execute function die()");
  }

  TestDatabase place_;
  std::filesystem::path keys_;
  storage::Database database_;
  AnyToken anybody_;
  OnePack packs_;
  http::DatabaseWorks works_;
  http::Router router_;
  std::function<http::Response(http::Request&)> handler_ = insert;
};

TEST_F(Idempotency, fifty_at_once_have_one_effect_and_equal_answers) {
  std::vector<std::string> answers(50);
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i)
    threads.emplace_back([&, i] {
      const auto answer = post("k", R"({"name":"x"})", "owner");
      answers[static_cast<std::size_t>(i)] = std::to_string(answer.status) + " " + answer.body;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::set(answers.begin(), answers.end()).size(), 1u) << answers[0] << " | " << answers[1];
  EXPECT_EQ(answers[0].substr(0, 3), "201");
  EXPECT_EQ(effects(), 1);
}

TEST_F(Idempotency, another_body_is_refused) {
  EXPECT_EQ(post("k", R"({"name":"x"})").status, 201);
  const auto answer = post("k", R"({"name":"y"})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(parse_json(answer.body)["code"], "request.idempotency_reused");
  EXPECT_EQ(effects(), 1);
}

TEST_F(Idempotency, a_key_belongs_to_city_and_caller) {
  EXPECT_EQ(post("k", "{}", "a").status, 201);
  EXPECT_EQ(post("k", "{}", "b").status, 201);
  EXPECT_EQ(post("k", "{}").status, 201);
  EXPECT_EQ(post("k", R"({"phone":"13800001111"})").status, 201);
  EXPECT_EQ(post("k", R"({"phone":"13800002222"})").status, 201);
  EXPECT_EQ(post("k", "{}", "a", "elsewhere").status, 201);
  EXPECT_EQ(effects(), 5);
  EXPECT_EQ(effects("elsewhere"), 1);
}

TEST_F(Idempotency, a_refusal_is_repeated_without_running_again) {
  int runs = 0;
  handler_ = [&](http::Request& request) -> http::Response {
    insert(request);
    ++runs;
    throw Problem(409, "some.reason", {{"by", "x"}});
  };
  const auto first = post("k"), second = post("k");
  EXPECT_EQ(first.status, 409);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(effects(), 0);
}

TEST_F(Idempotency, what_a_refusal_wrote_stays_only_where_it_says_so) {
  handler_ = [](http::Request& request) -> http::Response {
    insert(request);
    Problem problem(422, "sms.refused");
    problem.keep_writes = true;
    throw problem;
  };
  EXPECT_EQ(post("k").status, 422);
  EXPECT_EQ(post("k").status, 422);
  EXPECT_EQ(effects(), 1);
}

TEST_F(Idempotency, too_many_and_failures_leave_the_key_free) {
  for (const bool keep_writes : {false, true}) {
    handler_ = [&](http::Request& request) -> http::Response {
      request.session();
      Problem problem(429, "request.too_many");
      problem.keep_writes = keep_writes;
      throw problem;
    };
    EXPECT_EQ(post("k").status, 429);
  }
  handler_ = [](http::Request& request) -> http::Response {
    insert(request);
    throw std::runtime_error("x");
  };
  EXPECT_EQ(post("k").status, 500);
  handler_ = insert;
  EXPECT_EQ(post("k").status, 201);
  EXPECT_EQ(effects(), 1);
}

TEST_F(Idempotency, works_for_a_handler_that_needs_no_database) {
  int runs = 0;
  handler_ = [&](http::Request&) { return http::Response::created({{"run", ++runs}}); };
  EXPECT_EQ(post("k").body, post("k").body);
  EXPECT_EQ(post("k").body, R"({"run":1})");
}

TEST_F(Idempotency, a_conflict_with_another_transaction_is_tried_again) {
  int runs = 0;
  handler_ = [&](http::Request& request) -> http::Response {
    http::Response response = insert(request);
    if (++runs < 3) request.session().run("do $$ begin raise exception using errcode = '40001'; end $$");
    return response;
  };
  EXPECT_EQ(post("k").status, 201);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(effects(), 1);
}

TEST_F(Idempotency, keeps_neither_secrets_nor_readable_answers) {
  handler_ = [](http::Request& request) {
    request.session();
    http::Response response =
        http::Response::created({{"name", "张三丰"}, {"initial_password", "s3cret-pass"}});
    response.secrets = {"initial_password"};
    return response;
  };
  const std::string body = R"({"phone":"13800001111","name":"张三丰"})";
  EXPECT_EQ(parse_json(post("k", body).body)["initial_password"], "s3cret-pass");
  EXPECT_EQ(parse_json(post("k", body).body), Json({{"name", "张三丰"}}));
  storage::Session session = database_.session("somewhere");
  const std::string row =
      session.run("select row_to_json(i)::text as row from idempotency i").front().text("row");
  for (const auto word : {"s3cret", "张三丰", "13800001111"})
    EXPECT_EQ(row.find(word), std::string::npos) << row;
}

TEST_F(Idempotency, a_key_is_forgotten_after_a_day) {
  EXPECT_EQ(post("k", R"({"name":"x"})").status, 201);
  storage::Database owner({.dsn = place_.owner_dsn, .pool = 1});
  owner.session("").run("insert into demo_clock (shift) values (interval '25 hours')");
  EXPECT_EQ(post("k", R"({"name":"y"})").status, 201);
  EXPECT_EQ(effects(), 2);
  owner.session("").run("update demo_clock set shift = interval '50 hours'");
  storage::Session session = database_.session("somewhere");
  EXPECT_EQ(http::expire_idempotency(session), 1);
}

// X014: the answer to COMMIT is lost on its way. The key says that nothing became of it, and it is done then.
TEST_F(Idempotency, a_lost_commit_is_settled_by_the_key) {
  add_dying_trigger();
  int runs = 0;
  handler_ = [&](http::Request& request) -> http::Response {
    http::Response response = insert(request);
    if (++runs == 1) lose_commit(request.session());
    return response;
  };
  const auto answer = post("k", "{}", "owner");
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(post("k", "{}", "owner").body, answer.body);
  EXPECT_EQ(effects(), 1);
}

// X014: while the database stays away nobody says that nothing was done.
TEST_F(Idempotency, a_commit_of_which_nobody_knows_says_so) {
  add_dying_trigger();
  handler_ = [&](http::Request& request) -> http::Response {
    http::Response response = insert(request);
    lose_commit(request.session());
    return response;
  };
  const auto answer = post("k", "{}", "owner");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(parse_json(answer.body)["code"], "request.unsettled");
  EXPECT_NE(answer.headers.find("Retry-After"), nullptr);
  handler_ = insert;
  EXPECT_EQ(post("k", "{}", "owner").status, 201);
  EXPECT_EQ(effects(), 1);
}

TEST_F(Idempotency, a_database_that_is_gone_is_503_and_comes_back) {
  EXPECT_EQ(post("before").status, 201);
  Cluster::instance().kill();
  const auto answer = post("k");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.headers.find("Retry-After"), nullptr);
  Cluster::instance().start();
  EXPECT_EQ(post("k").status, 201);
  EXPECT_EQ(effects(), 2);
}

}  // namespace
}  // namespace nrmm::testing

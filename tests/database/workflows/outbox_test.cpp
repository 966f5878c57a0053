#include "workflows/outbox.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <thread>
#include <utility>

#include <gtest/gtest.h>
#include <unistd.h>

#include "cluster.hpp"

namespace nrmm::workflows {
namespace {

// A gateway that answers as it is told to, and remembers what it was given.
class Gateway : public Channel {
 public:
  struct State {
    std::mutex mutex;
    std::vector<Delivery> taken;
    int failures = 0;  // still to come
    int tries = 0;
    bool throws = false, repeatable = false, ready = true;
    Sent answer;
    std::function<void()> meanwhile;  // happens once, during the next try
  };
  explicit Gateway(std::shared_ptr<State> state) : state_(std::move(state)) {}

  bool ready() override { return state_->ready; }
  bool repeatable() const override { return state_->repeatable; }
  Sent deliver(const Delivery& delivery) override {
    if (const auto meanwhile = std::exchange(state_->meanwhile, nullptr)) meanwhile();
    const std::lock_guard lock(state_->mutex);
    ++state_->tries;
    if (state_->throws) throw std::runtime_error("line is cut");
    if (state_->failures > 0) {
      --state_->failures;
      return Sent::later("gateway is down");
    }
    state_->taken.push_back(delivery);
    return state_->answer;
  }

 private:
  std::shared_ptr<State> state_;
};

class OutboxTest : public ::testing::Test {
 protected:
  ~OutboxTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Outbox> outbox(OutboxSettings settings = {}) {
    auto made = std::make_unique<Outbox>(
        database_, seal_,
        [] {
          return std::vector<std::string>{"north", "south"};
        },
        settings);
    made->add("sms", std::make_unique<Gateway>(state_));
    return made;
  }
  void put(const std::string& text, const std::string& city = "north") {
    database_.transact(city, [&](storage::Session& session) { writer_.put(session, "sms", message(text)); });
  }
  static Json message(const std::string& text) {
    return {{"phone", "13900000001"}, {"purpose", "notice"}, {"code", ""}, {"text", text}};
  }
  std::int64_t count(const std::string& condition) {
    return database_.session("north")
        .run("select count(*) as n from outbox where " + condition)
        .front()
        .integer("n");
  }
  void shift_clock(const std::string& interval) {
    storage::Database root({.dsn = place_.root_dsn, .pool = 1});
    root.session("").run(
        "insert into demo_clock (shift) values ($1::interval) on conflict (only_row) do update set shift = "
        "excluded.shift",
        {interval});
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("nrmm-outbox-" + std::to_string(::getpid()));
  testing::TestDatabase place_ = testing::Cluster::instance().fresh_database();
  storage::Database database_{{.dsn = place_.dsn, .pool = 6}};
  std::shared_ptr<const storage::Seal> seal_ = storage::Seal::open(folder_, true);
  OutboxWriter writer_{seal_};
  std::shared_ptr<Gateway::State> state_ = std::make_shared<Gateway::State>();
};

TEST_F(OutboxTest, DeliversWhatWasCommittedOnceAndInClear) {
  put("一");
  put("二");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 2);
  EXPECT_EQ(out->run_once("north"), 0);
  ASSERT_EQ(state_->taken.size(), 2u);
  EXPECT_EQ(state_->taken[0].payload, message("一"));
  EXPECT_EQ(state_->taken[0].city, "north");
  EXPECT_NE(state_->taken[0].key, state_->taken[1].key);
  EXPECT_EQ(out->run_once("south"), 0);
}

// Rule 8 of the architecture: what was not committed was never said.
TEST_F(OutboxTest, WhatWasRolledBackIsNotSent) {
  {
    auto session = database_.session("north");
    storage::Transaction transaction(session);
    writer_.put(session, "sms", message("一"));
  }
  EXPECT_EQ(outbox()->run_once("north"), 0);
}

// I12: neither phone nor text stands in the row.
TEST_F(OutboxTest, TheRowIsSealed) {
  put("内容");
  const std::string row =
      database_.session("north").run("select payload::text as p from outbox").front().text("p");
  EXPECT_EQ(row.find("13900000001"), std::string::npos);
  EXPECT_EQ(row.find("内容"), std::string::npos);
}

// X115: while the gateway is down the message waits, longer each time, and then goes out once under one key.
TEST_F(OutboxTest, AFailingGatewayIsTriedAgainLater) {
  state_->failures = 2;
  put("一");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 1);
  EXPECT_EQ(out->run_once("north"), 0) << "tried again at once";
  shift_clock("2 seconds");
  EXPECT_EQ(out->run_once("north"), 1);
  shift_clock("3 seconds");
  EXPECT_EQ(out->run_once("north"), 0) << "the second pause is no longer than the first";
  shift_clock("10 seconds");
  EXPECT_EQ(out->run_once("north"), 1);
  EXPECT_EQ(out->run_once("north"), 0);
  EXPECT_EQ(state_->tries, 3);
  EXPECT_EQ(state_->taken.size(), 1u);
}

TEST_F(OutboxTest, AMessageThatNeverGoesIsGivenUpAndStays) {
  state_->failures = 100;
  put("一");
  OutboxSettings settings;
  settings.most_tries = 3;
  const auto out = outbox(settings);
  for (int i = 1; i <= 5; ++i) {
    out->run_once("north");
    shift_clock(std::to_string(i) + " hours");
  }
  EXPECT_EQ(state_->tries, 3);
  EXPECT_EQ(count("failed_at is not null and done_at is null"), 1);
}

// X115: what may have been sent is never sent again by itself; operators see it, and why.
TEST_F(OutboxTest, AnUnknownOutcomeIsNotTriedAgain) {
  state_->answer = Sent::unknown("timeout of 13900000001");
  put("一");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 1);
  shift_clock("30 days");
  EXPECT_EQ(out->run_once("north"), 0);
  EXPECT_EQ(count("unknown_at is not null and done_at is null and reason = 'timeout of [digits]'"), 1)
      << database_.session("north").run("select reason from outbox").front().text("reason");
}

// X115: a gateway so slow that the batch's lease passes: what another server has sent meanwhile is not sent
// again.
TEST_F(OutboxTest, WhatAnotherServerHasTakenOverIsLeftToIt) {
  put("一");
  put("二");
  const auto theirs = std::make_shared<Gateway::State>();
  Outbox other(database_, seal_, [] { return std::vector<std::string>{"north"}; });
  other.add("sms", std::make_unique<Gateway>(theirs));
  state_->meanwhile = [&] {
    shift_clock("10 minutes");
    other.run_once("north");
  };
  outbox()->run_once("north");
  EXPECT_EQ(state_->tries, 1);
  ASSERT_EQ(state_->taken.size() + theirs->taken.size(), 2u);
  EXPECT_NE(state_->taken[0].key, theirs->taken[0].key);
}

// X115: a gateway that keeps the line holds up its own messages only.
TEST_F(OutboxTest, ASlowChannelDelaysNoOther) {
  std::promise<void> begun, released;
  state_->meanwhile = [&] {
    begun.set_value();
    released.get_future().wait();
  };
  const auto quick = std::make_shared<Gateway::State>();
  const auto out = outbox({.poll = std::chrono::milliseconds(20)});
  out->add("other", std::make_unique<Gateway>(quick));
  put("一");
  out->start();
  begun.get_future().wait();
  const auto asked = std::chrono::steady_clock::now();
  database_.transact("north", [&](storage::Session& s) { writer_.put(s, "other", message("二")); });
  out->wake();
  const auto arrived = [&] {
    const std::lock_guard lock(quick->mutex);
    return !quick->taken.empty();
  };
  while (!arrived() && std::chrono::steady_clock::now() - asked < std::chrono::seconds(20))
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  const auto took = std::chrono::steady_clock::now() - asked;
  EXPECT_TRUE(arrived());
  EXPECT_EQ(state_->tries, 0) << "the slow one is still at it";
  std::cout << "measured: " << took / std::chrono::milliseconds(1)
            << " ms for a message of another channel beside one that hangs\n";
  released.set_value();
  out->stop();
}

TEST_F(OutboxTest, ARefusedMessageIsNotTriedAgain) {
  state_->answer = Sent::refused("isv.MOBILE_NUMBER_ILLEGAL");
  put("一");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 1);
  shift_clock("30 days");
  EXPECT_EQ(out->run_once("north"), 0);
  EXPECT_EQ(count("failed_at is not null and reason = 'isv.MOBILE_NUMBER_ILLEGAL'"), 1);
}

TEST_F(OutboxTest, AChannelThatSaysWhenIsTriedThen) {
  state_->answer = Sent::later("isv.BUSINESS_LIMIT_CONTROL", std::chrono::minutes(10));
  put("一");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 1);
  shift_clock("9 minutes");
  EXPECT_EQ(out->run_once("north"), 0);
  shift_clock("11 minutes");
  EXPECT_EQ(out->run_once("north"), 1);
}

// An exception leaves open whether it was sent.
TEST_F(OutboxTest, AfterAnExceptionOnlyARepeatableChannelIsTriedAgain) {
  state_->throws = true;
  put("一");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 1);
  EXPECT_EQ(count("unknown_at is not null"), 1);
  state_->repeatable = true;
  put("二");
  EXPECT_EQ(out->run_once("north"), 1);
  EXPECT_EQ(count("unknown_at is null and failed_at is null"), 1);
}

// The server died while the gateway had the message: nobody knows what became of it.
TEST_F(OutboxTest, AnInterruptedTryIsUnknown) {
  put("一");
  testing::TestDatabase place = place_;
  storage::Database root({.dsn = place.root_dsn, .pool = 1});
  root.session("north").run("update outbox set trying_at = now(), attempts = 1");
  EXPECT_EQ(outbox()->run_once("north"), 1);
  EXPECT_EQ(state_->tries, 0);
  EXPECT_EQ(count("unknown_at is not null and reason = 'interrupted'"), 1);
}

TEST_F(OutboxTest, MessagesOfAChannelThatIsNotReadyWait) {
  state_->ready = false;
  put("一");
  const auto out = outbox();
  EXPECT_EQ(out->run_once("north"), 0);
  EXPECT_EQ(count("attempts = 0 and done_at is null"), 1);
  state_->ready = true;
  EXPECT_EQ(out->run_once("north"), 1);
  EXPECT_EQ(state_->taken.size(), 1u);
}

// X036: several servers share the work and none sends what another has taken.
TEST_F(OutboxTest, SeveralWorkersSendEachMessageOnce) {
  constexpr int kMessages = 60;
  for (int i = 0; i < kMessages; ++i) put(std::to_string(i));
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([&] {
      const auto out = outbox();
      while (out->run_once("north") > 0) {
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::set<std::string> keys;
  for (const Delivery& one : state_->taken) keys.insert(one.key);
  EXPECT_EQ(state_->taken.size(), static_cast<std::size_t>(kMessages));
  EXPECT_EQ(keys.size(), static_cast<std::size_t>(kMessages));
  std::cout << "measured: " << kMessages << " messages, 4 workers, " << state_->taken.size() - keys.size()
            << " sent twice\n";
}

// The thread delivers what is written while it runs, survives a dead gateway, and stops when told.
TEST_F(OutboxTest, TheThreadDeliversAndStops) {
  struct Signal : Channel {
    explicit Signal(std::promise<std::string>& told) : told(told) {}
    Sent deliver(const Delivery& delivery) override {
      told.set_value(delivery.payload.at("text"));
      return {};
    }
    std::promise<std::string>& told;
  };
  std::promise<std::string> told;
  Outbox out(database_, seal_, [] { return std::vector<std::string>{"north"}; });
  out.add("sms", std::make_unique<Signal>(told));
  out.start();
  put("一");
  out.wake();
  EXPECT_EQ(told.get_future().get(), "一");
  out.stop();
  put("二");
  EXPECT_EQ(count("done_at is null"), 1);
}

}  // namespace
}  // namespace nrmm::workflows

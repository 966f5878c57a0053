#include "plugins/crew.hpp"

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "log/logger.hpp"
#include "plugins/circuit.hpp"

namespace nrmm::plugins {
namespace {

using namespace std::chrono_literals;

TEST(Crew, RunsOnAThreadOfItsOwn) {
  Crew crew(2);
  auto where = std::make_shared<std::thread::id>();
  EXPECT_EQ(crew.run([where] { *where = std::this_thread::get_id(); }, 10s).end, Crew::End::done);
  EXPECT_NE(*where, std::this_thread::get_id());
  EXPECT_NE(*where, std::thread::id());
}

TEST(Crew, HandsOverWhatIsThrown) {
  Crew crew(1);
  const auto outcome = crew.run([] { throw std::runtime_error("no"); }, 10s);
  EXPECT_EQ(outcome.end, Crew::End::threw);
  EXPECT_THROW(std::rethrow_exception(outcome.error), std::runtime_error);
}

// Work that does not end in time is left behind; while every thread is held, nothing is begun.
TEST(Crew, LeavesBehindWhatHangs) {
  Crew crew(1);
  const auto gate = std::make_shared<std::promise<void>>();
  EXPECT_EQ(crew.run([future = gate->get_future().share()] { future.wait(); }, 20ms).end, Crew::End::late);
  EXPECT_EQ(crew.late(), 1);
  const auto begun = std::make_shared<std::atomic<bool>>(false);
  EXPECT_EQ(crew.run([begun] { *begun = true; }, 20ms).end, Crew::End::busy);
  gate->set_value();
  EXPECT_EQ(crew.run([] {}, 10s).end, Crew::End::done);
  EXPECT_EQ(crew.late(), 0);
  EXPECT_FALSE(*begun) << "what nobody waits for was begun";
}

// What waited for a thread has its whole time when it has got one.
TEST(Crew, CountsFromWhenTheWorkBegins) {
  Crew crew(1);
  const auto spend = [] { std::this_thread::sleep_for(150ms); };
  std::thread before([&] { crew.run(spend, 10s); });
  EXPECT_EQ(crew.run(spend, 250ms).end, Crew::End::done);
  before.join();
}

// X008: a stop does not wait for a gateway that says nothing.
TEST(Crew, NobodyWaitsLongerInAHurry) {
  Crew crew(1);
  const auto gate = std::make_shared<std::promise<void>>();
  const auto begun = std::chrono::steady_clock::now();
  std::thread hurries([&] {
    std::this_thread::sleep_for(50ms);
    crew.hurry(50ms);
  });
  EXPECT_EQ(crew.run([future = gate->get_future().share()] { future.wait(); }, 30s).end, Crew::End::late);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
  hurries.join();
  gate->set_value();
}

TEST(Crew, WorksOnSeveralThingsAtOnce) {
  Crew crew(2);
  const auto gate = std::make_shared<std::promise<void>>();
  std::thread waits([&] { crew.run([f = gate->get_future().share()] { f.wait(); }, 10s); });
  EXPECT_EQ(crew.run([] {}, 10s).end, Crew::End::done);
  gate->set_value();
  waits.join();
}

TEST(Crew, WhatAPluginLogsIsOfTheRequestThatCalledIt) {
  Crew crew(1);
  const log::RequestScope scope("the-id");
  log::Origin seen;
  EXPECT_EQ(crew.run([&seen] { seen = log::origin(); }, 10s).end, Crew::End::done);
  EXPECT_EQ(seen.request_id, "the-id");
}

TEST(Circuit, OpensAfterThreeFailuresAndTriesOnceAfterAPause) {
  std::chrono::steady_clock::time_point now{};
  Circuit circuit([&] { return now; });
  circuit.failed();
  circuit.failed();
  EXPECT_TRUE(circuit.take());
  circuit.failed();
  EXPECT_TRUE(circuit.broken());
  EXPECT_FALSE(circuit.take());
  now += 1s;
  EXPECT_TRUE(circuit.closed());
  EXPECT_TRUE(circuit.take());
  EXPECT_FALSE(circuit.take()) << "two trials at once";
  circuit.failed();
  now += 1s;
  EXPECT_FALSE(circuit.take()) << "the pause does not grow";
  now += 1s;
  EXPECT_TRUE(circuit.take());
  circuit.succeeded();
  EXPECT_TRUE(circuit.take());
  EXPECT_FALSE(circuit.broken());
}

}  // namespace
}  // namespace nrmm::plugins

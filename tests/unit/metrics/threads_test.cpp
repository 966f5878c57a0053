// Counting from many threads at once loses nothing; names stay few.
#include <map>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "metrics/registry.hpp"
#include "metrics/slots.hpp"

namespace nrmm::metrics {
namespace {

constexpr int kThreads = 8;
constexpr int kEach = 5'000;

template <class Work>
void at_once(Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([&work, i] { work(i); });
  for (std::thread& thread : threads) thread.join();
}

std::uint64_t total(const Histogram& histogram) {
  std::uint64_t all = 0;
  for (const auto bucket : histogram.buckets()) all += bucket;
  return all;
}

TEST(MetricsThreads, nothing_is_lost_while_others_read) {
  Histogram histogram;
  Counter counter;
  Registry registry;
  registry.add("all", [&](Text& text) {
    text.family("took_seconds", Text::Kind::histogram, "Took.");
    text.sample(histogram);
  });
  at_once([&](int thread) {
    for (int i = 0; i < kEach; ++i) {
      histogram.observe(std::chrono::microseconds(1000));
      counter.add();
      if (thread == 0 && i % 500 == 0) registry.scrape();
    }
  });
  EXPECT_EQ(total(histogram), std::uint64_t{kThreads} * kEach);
  EXPECT_EQ(histogram.sum(), std::chrono::microseconds(1000) * (kThreads * kEach));
  EXPECT_EQ(counter.value(), std::uint64_t{kThreads} * kEach);
}

TEST(MetricsThreads, a_name_that_several_bring_at_once_is_one) {
  Slots<Counter, 64> slots;
  at_once([&](int) {
    for (int i = 0; i < kEach; ++i) slots.at("name " + std::to_string(i % 50)).add();
  });
  std::map<std::string, std::uint64_t> seen;
  slots.each([&](std::string_view name, const Counter& counter) {
    EXPECT_TRUE(seen.emplace(name, counter.value()).second) << name;
  });
  EXPECT_EQ(seen.size(), 50U);
  EXPECT_EQ(seen["name 7"], std::uint64_t{kThreads} * kEach / 50);
}

TEST(MetricsThreads, names_beyond_the_most_share_one) {
  Slots<Counter, 4> slots;
  for (int i = 0; i < 100; ++i) slots.at("name " + std::to_string(i)).add();
  slots.at("").add();
  int names = 0;
  slots.each([&](std::string_view, const Counter&) { ++names; });
  EXPECT_EQ(names, 5);
  EXPECT_EQ(slots.other().value(), 97U);
  EXPECT_EQ(slots.at("name 0").value(), 1U);
}

}  // namespace
}  // namespace nrmm::metrics

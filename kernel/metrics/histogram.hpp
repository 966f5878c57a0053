#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace nrmm::metrics {

// How often something happened. Thread-safe, no lock.
class Counter {
 public:
  void add(std::uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// How long things took, sorted into a few buckets. Thread-safe, no lock, no allocation: two additions for
// each. A reader may see the one and not yet the other.
class Histogram {
 public:
  using Microseconds = std::chrono::microseconds;

  // Upper bounds, that of the last bucket is infinite. 500 ms and 2 s are promises (docs/kernel.md).
  static constexpr std::array<Microseconds, 8> kBounds = {
      Microseconds(5'000),   Microseconds(25'000),   Microseconds(100'000),   Microseconds(250'000),
      Microseconds(500'000), Microseconds(1000'000), Microseconds(2'000'000), Microseconds(5'000'000)};
  using Buckets = std::array<std::uint64_t, kBounds.size() + 1>;

  void observe(Microseconds took) {
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && took > kBounds[bucket]) ++bucket;
    buckets_[bucket].add();
    sum_.add(static_cast<std::uint64_t>(took.count() < 0 ? 0 : took.count()));
  }

  Buckets buckets() const {  // each by itself, not added up
    Buckets out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = buckets_[i].value();
    return out;
  }
  Microseconds sum() const { return Microseconds(sum_.value()); }

 private:
  std::array<Counter, kBounds.size() + 1> buckets_;
  Counter sum_;  // in microseconds
};

}  // namespace nrmm::metrics

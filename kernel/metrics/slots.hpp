#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace nrmm::metrics {

// A value for each of a few names that become known one after the other: the cities that are served, the
// codes of refusals. No more than `Most` ever: what comes later shares the value of kOther, so that no client
// can make the numbers grow. Reading takes no lock and allocates nothing; only the first use of a name does.
// Thread-safe.
inline constexpr std::string_view kOther = "other";

template <class Value, std::size_t Most>
class Slots {
 public:
  using Make = std::function<std::unique_ptr<Value>()>;

  explicit Slots(Make make = [] { return std::make_unique<Value>(); }) : make_(std::move(make)) {}
  ~Slots() {
    for (auto& place : places_) delete place.load();
    delete other_.load();
  }
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  Value& at(std::string_view name) {
    if (name.empty() || name == kOther) return other();
    const Slot* slot = find(name);
    if (!slot) slot = add(name);
    return slot ? *slot->value : other();
  }
  Value& other() {
    if (Value* known = other_.load(std::memory_order_acquire)) return *known;
    const std::lock_guard lock(adding_);
    if (!other_.load(std::memory_order_relaxed)) other_.store(make_().release(), std::memory_order_release);
    return *other_.load(std::memory_order_relaxed);
  }

  // Calls take(name, value) for each that was used, kOther last.
  template <class Take>
  void each(Take take) const {
    for (const auto& place : places_) {
      if (const Slot* slot = place.load(std::memory_order_acquire))
        take(std::string_view(slot->name), *slot->value);
    }
    if (const Value* rest = other_.load(std::memory_order_acquire)) take(kOther, *rest);
  }

 private:
  static constexpr std::size_t kPlaces = 2 * Most;  // half of them stay free, so every search ends

  struct Slot {
    std::string name;
    std::unique_ptr<Value> value;
  };

  const Slot* find(std::string_view name) const {
    for (std::size_t at = std::hash<std::string_view>()(name);; ++at) {
      const Slot* slot = places_[at % kPlaces].load(std::memory_order_acquire);
      if (!slot || slot->name == name) return slot;
    }
  }

  const Slot* add(std::string_view name) {
    const std::lock_guard lock(adding_);
    if (const Slot* slot = find(name)) return slot;
    if (count_ == Most) return nullptr;
    ++count_;
    std::size_t at = std::hash<std::string_view>()(name);
    while (places_[at % kPlaces].load(std::memory_order_relaxed)) ++at;
    const Slot* made = new Slot{std::string(name), make_()};
    places_[at % kPlaces].store(made, std::memory_order_release);
    return made;
  }

  const Make make_;
  std::array<std::atomic<const Slot*>, kPlaces> places_{};
  std::atomic<Value*> other_{nullptr};
  std::mutex adding_;
  std::size_t count_ = 0;
};

}  // namespace nrmm::metrics

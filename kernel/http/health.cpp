#include "http/health.hpp"

#include <exception>

namespace nrmm::http {
namespace {

constexpr std::chrono::seconds kValid{1};

bool holds(const ReadinessCheck& check) {
  try {
    return check.ready();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

Health::Health(std::vector<ReadinessCheck> checks, Clock clock)
    : checks_(std::move(checks)), clock_(std::move(clock)) {}

Readiness Health::now() {
  {
    const std::lock_guard lock(mutex_);
    if (clock_() < valid_until_) return last_;
  }
  const std::unique_lock asking(asking_, std::try_to_lock);
  if (!asking.owns_lock()) {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  Readiness fresh = ask();
  const std::lock_guard lock(mutex_);
  last_ = fresh;
  valid_until_ = clock_() + kValid;
  return fresh;
}

Readiness Health::ask() const {
  Readiness readiness{true, Json::object()};
  for (const ReadinessCheck& check : checks_) {
    const bool ready = holds(check);
    readiness.checks[check.name] = ready;
    readiness.ready = readiness.ready && ready;
  }
  return readiness;
}

}  // namespace nrmm::http

#include "app/housekeeping.hpp"

#include "http/idempotency_store.hpp"
#include "photos/photo_ticket_store.hpp"
#include "privacy/retention.hpp"
#include "storage/counters.hpp"
#include "users/sweep.hpp"

namespace nrmm::app {
namespace {

constexpr std::chrono::hours kCountersLive{48};  // the longest window is a day

}  // namespace

Housekeeping::Housekeeping(storage::Database& database, const workflows::CaseService& cases,
                           const machines::Desk& desk, cities::PackSource& packs, Cities cities,
                           log::Logger& logger, std::function<void()> common,
                           std::chrono::milliseconds period)
    : database_(database),
      cases_(cases),
      desk_(desk),
      packs_(packs),
      cities_(std::move(cities)),
      logger_(logger),
      common_(std::move(common)),
      period_(period),
      thread_([this] { loop(); }) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

// Each by itself: what is wrong with one stops no other.
void Housekeeping::tidy(const std::string& city) {
  const auto by_itself = [&](const auto& work) { attempt(city, [&] { database_.transact(city, work); }); };
  by_itself([&](storage::Session& session) {
    cases_.run_late(session, [&](const workflows::Case& stuck, const std::string& reason) {
      logger_.warning("a deadline could not be dealt with; it is tried again in an hour",
                      {{"city", city}, {"case", stuck.id}, {"reason", log::blotted(reason)}});
    });
  });
  by_itself([](storage::Session& session) {
    http::expire_idempotency(session);
    storage::sweep_counters(session, kCountersLive);
    users::sweep(session);
    photos::photo_ticket_store::sweep(session);
  });
  const auto pack = packs_.current()->find(city);
  if (!pack) return;
  by_itself([&](storage::Session& session) {
    desk_.remind(session, *pack, [&](const machines::Collection& stuck, const std::string& reason) {
      logger_.warning("an owner could not be told of his code; it is tried again tomorrow",
                      {{"city", city}, {"machine", stuck.machine}, {"reason", log::blotted(reason)}});
    });
  });
  by_itself([&](storage::Session& session) { privacy::forget(session, *pack); });
}

void Housekeeping::attempt(const std::string& what, const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    logger_.warning("housekeeping failed; it is tried again",
                    {{"city", what}, {"reason", log::blotted(error.what())}});
  }
}

void Housekeeping::loop() {
  const log::JobScope scope("housekeeping");
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, period_, [this] { return stopping_; })) {
    lock.unlock();
    for (const std::string& city : cities_()) attempt(city, [&] { tidy(city); });
    attempt("", common_);
    lock.lock();
  }
}

}  // namespace nrmm::app

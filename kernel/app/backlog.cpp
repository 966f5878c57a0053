#include "app/backlog.hpp"

#include <exception>
#include <utility>

#include "log/logger.hpp"

namespace nrmm::app {
namespace {

using metrics::Text;
using Kind = Text::Kind;

constexpr std::chrono::seconds kValid{10};

constexpr std::chrono::seconds kPatience{2};
constexpr const char* kStatementLimit = "set local statement_timeout = '2s'";

using Each = std::function<void(const std::string& city, const CityLoad& load)>;

void family(Text& text, const char* name, const char* help, const CityLoads& loads, const Each& each) {
  text.family(name, Kind::gauge, help);
  for (const auto& [city, load] : loads) each(city, load);
}

void write_cases(Text& text, const CityLoads& loads) {
  using workflows::case_store::Load;
  const auto by_phase = [&](const char* name, const char* help, double (*value)(const Load&)) {
    family(text, name, help, loads, [&](const std::string& city, const CityLoad& load) {
      for (const Load& one : load.cases) text.sample(value(one), {{"city", city}, {"phase", one.phase}});
    });
  };
  by_phase("nrmm_cases", "Running cases, by phase.",
           [](const Load& one) { return static_cast<double>(one.cases); });
  by_phase("nrmm_cases_overdue", "Running cases beyond their deadline, by phase.",
           [](const Load& one) { return static_cast<double>(one.overdue); });
  by_phase("nrmm_case_oldest_seconds", "Age of the oldest running case, by phase.",
           [](const Load& one) { return one.oldest; });
}

void write_messages(Text& text, const CityLoads& loads) {
  using workflows::outbox_store::Load;
  const auto by_channel = [&](const char* name, const char* help, double (*value)(const Load&)) {
    family(text, name, help, loads, [&](const std::string& city, const CityLoad& load) {
      for (const Load& one : load.messages)
        text.sample(value(one), {{"city", city}, {"channel", one.channel}});
    });
  };
  by_channel("nrmm_outbox_waiting", "Messages that are to be delivered, by channel.",
             [](const Load& one) { return static_cast<double>(one.messages); });
  by_channel("nrmm_outbox_oldest_seconds", "Age of the oldest message that is to be delivered.",
             [](const Load& one) { return one.oldest; });
}

void write_unsealed(Text& text, const CityLoads& loads) {
  family(text, "nrmm_audit_unsealed_rows", "Audit rows that wait for their place in the chain.", loads,
         [&](const std::string& city, const CityLoad& load) {
           text.sample(static_cast<double>(load.unsealed.rows), {{"city", city}});
         });
  family(text, "nrmm_audit_unsealed_oldest_seconds", "Age of the oldest of them.", loads,
         [&](const std::string& city, const CityLoad& load) {
           text.sample(load.unsealed.oldest, {{"city", city}});
         });
}

}  // namespace

Backlog::Backlog(storage::Database& database, Cities cities)
    : database_(database), cities_(std::move(cities)), thread_([this] { loop(); }) {}

Backlog::~Backlog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Backlog::loop() {
  const log::JobScope scope("metrics.backlog");
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    auto fresh = count();
    lock.lock();
    loads_ = std::move(fresh);
    valid_until_ = Clock::now() + kValid;
    changed_.notify_all();
  }
}

// The first city that is not told ends it: the next would not be either, and each takes its time.
std::optional<CityLoads> Backlog::count() {
  CityLoads loads;
  try {
    for (const std::string& city : cities_()) loads[city] = count(city);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return loads;
}

CityLoad Backlog::count(const std::string& city) {
  return database_.transact(city, [](storage::Session& session) {
    session.run(kStatementLimit);
    return CityLoad{workflows::case_store::loads(session), workflows::outbox_store::loads(session),
                    audit::unsealed(session)};
  });
}

std::optional<CityLoads> Backlog::known() {
  std::unique_lock lock(mutex_);
  const auto valid = [this] { return Clock::now() < valid_until_; };
  if (!valid()) {
    wanted_ = true;
    changed_.notify_all();
    if (!changed_.wait_for(lock, kPatience, valid)) return std::nullopt;
  }
  return loads_;
}

void Backlog::write(Text& text) {
  const auto found = known();
  text.family("nrmm_backlog_known", Kind::gauge, "1 while the database tells what waits.");
  text.sample(found ? 1 : 0);
  if (!found) return;
  write_cases(text, *found);
  write_messages(text, *found);
  write_unsealed(text, *found);
}

}  // namespace nrmm::app

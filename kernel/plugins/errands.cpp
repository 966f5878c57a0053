#include "plugins/errands.hpp"

#include "base/problem.hpp"
#include "plugins/calls.hpp"
#include "plugins/errand_store.hpp"

namespace nrmm::plugins {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kRound{1};
constexpr seconds kSilence{10};
constexpr const char* kNoAnswer = "plugin.unavailable";  // its own words say more
constexpr seconds kLongestWait{60};                      // another server may have been set back, or stopped

std::string text_of(const Running& plugin) {
  return std::string(name_of(plugin.state())) + plugin.last_error() + dump_json(Json(plugin.counters()));
}

}  // namespace

Errands::Errands(Host& host, Surroundings surroundings, std::string server)
    : host_(host), server_(std::move(surroundings)), name_(std::move(server)), thread_([this] { loop(); }) {}

Errands::~Errands() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

bool Errands::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Errands::loop() {
  const log::JobScope scope("plugins.errands");
  while (!stopping()) {
    report(false);
    run_jobs();
    std::unique_lock lock(mutex_);
    stop_.wait_for(lock, kRound, [this] { return stopping_; });
  }
  report(true);
}

// Written when something has changed, or nobody has heard of it for a while. The database may be away: the
// next round reports again.
void Errands::report(bool gone) {
  try {
    for (const auto& plugin : host_.running()) {
      Told& told = told_[plugin->manifest().name];
      const std::string now = text_of(*plugin);
      if (!gone && told.text == now && steady_clock::now() < told.again) continue;
      auto session = server_.database.session("");
      if (gone)
        errand_store::forget(session, name_, plugin->manifest().name);
      else
        errand_store::put(session, name_, *plugin);
      told = {now, steady_clock::now() + kSilence};
    }
  } catch (const std::exception&) {
  }
}

void Errands::run_jobs() {
  const auto packs = server_.packs.current();
  if (!packs) return;
  for (const auto& [city, pack] : packs->cities)
    for (const auto& plugin : host_.running())
      if (pack->plugins.contains(plugin->manifest().name))
        for (const cities::ProvidedName& job : plugin->manifest().jobs)
          if (!stopping() && plugin->available()) run_job(plugin, job, city);
}

// The row of the job is locked until its transaction ends. One that failed is due again later and later, and
// is given up in the end; where only the database failed it stays due.
void Errands::run_job(const std::shared_ptr<Running>& plugin, const cities::ProvidedName& job,
                      const std::string& city) {
  auto& not_before = asked_[city + "/" + plugin->manifest().name + "/" + job.name];
  if (steady_clock::now() < not_before) return;
  not_before = steady_clock::now() + std::min(seconds(job.every_seconds), kLongestWait);
  const std::string& name = plugin->manifest().name;
  try {
    auto session = server_.database.session(city);
    storage::Transaction transaction(session);
    if (!errand_store::take_job(session, name, job.name, job.every_seconds)) return;
    do_job(plugin, job, session);
    transaction.commit();
  } catch (const storage::SqlError& error) {
    if (!error.passing()) failed(name, job, city, error.what());
  } catch (const Problem& problem) {
    failed(name, job, city, problem.code == kNoAnswer ? plugin->last_error() : problem.code);
  } catch (const std::exception& error) {
    failed(name, job, city, error.what());
  }
}

void Errands::failed(const std::string& plugin, const cities::ProvidedName& job, const std::string& city,
                     const std::string& reason) {
  try {
    auto session = server_.database.session(city);
    if (errand_store::job_failed(session, plugin, job.name, job.every_seconds, reason))
      server_.logger.error("a plugin's job is given up", {{"alarm", "job_given_up"},
                                                          {"city", city},
                                                          {"plugin", plugin},
                                                          {"job", job.name},
                                                          {"reason", log::blotted(reason)}});
  } catch (const std::exception&) {  // the database is away, and the job is due
  }
}

}  // namespace nrmm::plugins

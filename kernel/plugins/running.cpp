#include "plugins/running.hpp"

#include "base/problem.hpp"
#include "base/text.hpp"

namespace nrmm::plugins {
namespace {

constexpr int kThreads = 4;

std::string seconds_of(std::chrono::milliseconds limit) {
  const auto tenths = limit.count() / 100;
  const std::string whole = std::to_string(tenths / 10);
  return (tenths % 10 ? whole + "." + std::to_string(tenths % 10) : whole) + " s";
}

}  // namespace

Running::Running(cities::PluginManifest manifest, Json settings, std::shared_ptr<const Gate> gate,
                 std::chrono::milliseconds limit)
    : manifest_(std::move(manifest)),
      gate_(std::move(gate)),
      limit_(limit),
      face_(manifest_, std::move(settings), gate_, limit),
      crew_(kThreads) {}

void Running::make(const nrmm_plugin_descriptor& object) {
  try {
    plugin_.reset(static_cast<api::Plugin*>(object.make()));
    face_.starting(true);
    plugin_->start(face_);
    face_.starting(false);
    face_.registered().check_complete(manifest_);
  } catch (...) {
    unmake();
    throw;
  }
}

void Running::unmake() {
  face_.starting(false);
  face_.registered() = {};
  plugin_.reset();
}

void Running::start(const nrmm_plugin_descriptor& object) {
  bool well = true;
  try {
    run({manifest_.source, "start()"}, [this, &object] { make(object); });
  } catch (const std::exception&) {
    well = false;  // last_error() says why
  }
  if (!well) face_.starting(false);
  const std::lock_guard lock(mutex_);
  state_ = well ? State::running : State::failed;
}

void Running::run(const Called& called, std::function<void()> work, std::chrono::milliseconds limit) {
  if (crew_.late() > 0 || !circuit_.take())
    throw NoAnswer(NoAnswer::Why::closed, "plugin " + manifest_.name + " is degraded");
  const Crew::Outcome outcome =
      crew_.run([self = shared_from_this(), work = std::move(work)] { work(); }, limit);
  switch (outcome.end) {
    case Crew::End::done:
      return circuit_.succeeded();
    case Crew::End::busy:
      throw NoAnswer(NoAnswer::Why::closed, "plugin " + manifest_.name + " is busy");
    case Crew::End::late:
      wrong(called, "did not return within " + seconds_of(limit));
      throw NoAnswer(NoAnswer::Why::late, last_error());
    case Crew::End::threw:
      rethrow(called, outcome.error);
  }
}

void Running::rethrow(const Called& called, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const api::Refusal& refusal) {
    circuit_.succeeded();
    Problem problem(refusal.status, manifest_.name + "." + refusal.code);
    problem.message = refusal.message;
    throw problem;
  } catch (const Problem&) {
    throw;
  } catch (const storage::SqlError& error) {
    if (error.passing()) throw;
    wrong(called, std::string("failed in the database: ") + error.what());
  } catch (const std::exception& thrown) {
    wrong(called, std::string("threw: ") + thrown.what());
  } catch (...) {
    wrong(called, "threw what is no std::exception");
  }
  circuit_.failed();
  throw NoAnswer(NoAnswer::Why::threw, last_error());
}

void Running::wrong(const Called& called, const std::string& what) {
  const bool readable = valid_utf8(what) && what.find('\0') == std::string::npos;
  const std::string told = log::blotted(called.what + " " + (readable ? what : "threw something unreadable"));
  {
    const std::lock_guard lock(mutex_);
    const char* code = state_ == State::waiting ? "G020" : "G021";
    last_error_ = Diagnostic{Diagnostic::Level::error, called.source, code, told, ""}.str();
  }
  gate_->with([&](const Surroundings& server) {
    server.logger.warning("plugin", {{"plugin", manifest_.name}, {"reason", told}});
  });
}

void Running::stop(std::chrono::milliseconds patience) {
  const auto work = [self = shared_from_this()] {
    if (self->plugin_) self->plugin_->stop();
    self->unmake();
  };
  const bool can = state() == State::running || state() == State::degraded;
  if (can && crew_.late() == 0) crew_.run(work, patience);  // what it throws now concerns nobody
  crew_.stop(patience);
  const std::lock_guard lock(mutex_);
  state_ = State::stopped;
}

const Registrations& Running::registered() const {
  static const Registrations kNone;
  const std::lock_guard lock(mutex_);
  return state_ == State::running ? face_.registered() : kNone;
}

Running::State Running::state() const {
  const std::lock_guard lock(mutex_);
  const bool unwell = crew_.late() > 0 || circuit_.broken();
  return state_ == State::running && unwell ? State::degraded : state_;
}

bool Running::available() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::running && crew_.late() == 0 && circuit_.closed();
}

std::string Running::last_error() const {
  const std::lock_guard lock(mutex_);
  return last_error_;
}

const char* name_of(Running::State state) {
  static constexpr const char* kNames[] = {"waiting", "running", "degraded", "failed", "stopped"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace nrmm::plugins

#include "plugins/crew.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "log/logger.hpp"

namespace nrmm::plugins {
namespace {

using Clock = std::chrono::steady_clock;

struct Task {
  std::function<void()> work;
  log::Origin origin{};  // of whom the plugin's lines in the log are
  std::exception_ptr error;
  enum class Is { waiting, begun, ended } is = Is::waiting;
  bool left = false;  // nobody waits for it any more
};

}  // namespace

// Held by every thread: one that hangs may outlive the crew.
struct Crew::Shared {
  std::mutex mutex;
  std::condition_variable work, changed;
  std::deque<std::shared_ptr<Task>> waiting;
  int most, threads = 0, idle = 0, late = 0;
  bool stopping = false;
  Clock::time_point last = Clock::time_point::max();  // nobody waits longer

  explicit Shared(int most) : most(most) {}

  void serve() {
    std::unique_lock lock(mutex);
    while (true) {
      ++idle;
      work.wait(lock, [this] { return stopping || !waiting.empty(); });
      --idle;
      if (waiting.empty()) break;
      const auto task = waiting.front();
      waiting.pop_front();
      task->is = Task::Is::begun;
      changed.notify_all();
      lock.unlock();
      carry_out(*task);
      lock.lock();
      task->is = Task::Is::ended;
      if (task->left) --late;
      changed.notify_all();
    }
    --threads;
    changed.notify_all();
  }

  // Until `holds`, at most so long.
  template <class Holds>
  void await(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds limit, Holds holds) {
    const auto end = Clock::now() + limit;
    while (!holds() && Clock::now() < std::min(end, last)) changed.wait_until(lock, std::min(end, last));
  }

  static void carry_out(Task& task) {
    const log::OriginScope scope(task.origin);
    try {
      task.work();
    } catch (...) {
      task.error = std::current_exception();
    }
    task.work = nullptr;
  }
};

Crew::Crew(int threads) : shared_(std::make_shared<Shared>(threads)) {}

Crew::Outcome Crew::run(std::function<void()> work, std::chrono::milliseconds limit) {
  const auto task = std::make_shared<Task>();
  task->work = std::move(work);
  task->origin = log::origin();
  Shared& all = *shared_;
  std::unique_lock lock(all.mutex);
  if (all.stopping) return {End::busy, nullptr};
  all.waiting.push_back(task);
  if (static_cast<int>(all.waiting.size()) > all.idle && all.threads < all.most) {
    ++all.threads;
    std::thread([shared = shared_] { shared->serve(); }).detach();
  }
  all.work.notify_one();
  all.await(lock, limit, [&] { return task->is != Task::Is::waiting; });
  if (task->is == Task::Is::begun) all.await(lock, limit, [&] { return task->is == Task::Is::ended; });
  if (task->is == Task::Is::ended) return {task->error ? End::threw : End::done, task->error};
  if (task->is == Task::Is::waiting) {
    std::erase(all.waiting, task);
    return {End::busy, nullptr};
  }
  task->left = true;
  ++all.late;
  return {End::late, nullptr};
}

void Crew::hurry(std::chrono::milliseconds patience) {
  const std::lock_guard lock(shared_->mutex);
  shared_->last = Clock::now() + patience;
  shared_->changed.notify_all();
}

void Crew::stop(std::chrono::milliseconds patience) {
  std::unique_lock lock(shared_->mutex);
  shared_->stopping = true;
  shared_->work.notify_all();
  shared_->changed.wait_for(lock, patience, [this] { return shared_->threads == 0; });
}

int Crew::late() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->late;
}

}  // namespace nrmm::plugins

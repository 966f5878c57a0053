#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>

namespace nrmm::plugins {

// A plugin's own threads, so that a call that hangs costs no thread of the server. Thread-safe.
class Crew {
 public:
  explicit Crew(int threads);  // made as they are needed
  // Waits for work under way at most `patience`; threads that hang are left behind with what they hold.
  void stop(std::chrono::milliseconds patience);
  ~Crew() { stop(std::chrono::milliseconds(0)); }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  enum class End {
    done,
    threw,
    late,  // begun and not ended in time; it goes on, so the work must own what it uses
    busy,  // not begun in time: every thread is at work
  };
  struct Outcome {
    End end;
    std::exception_ptr error;  // of `threw`
  };
  // `limit` twice: for a free thread, and from there on for the work.
  Outcome run(std::function<void()> work, std::chrono::milliseconds limit);
  // From now on nobody waits longer than `patience`, whatever his limit was: the server stops.
  void hurry(std::chrono::milliseconds patience);

  int late() const;  // calls beyond their limit that have not come back

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace nrmm::plugins

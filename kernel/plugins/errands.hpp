#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "plugins/host.hpp"

namespace nrmm::plugins {

// What a server does for its plugins in the background, on one thread: their jobs, and writing down how they
// do for `nrmm plugin status`.
class Errands {
 public:
  Errands(Host& host, Surroundings surroundings, std::string server);
  ~Errands();  // when the job under way has ended, and no longer than its limit
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

 private:
  void loop();
  void run_jobs();
  void run_job(const std::shared_ptr<Running>& plugin, const cities::ProvidedName& job,
               const std::string& city);
  void failed(const std::string& plugin, const cities::ProvidedName& job, const std::string& city,
              const std::string& reason);
  void report(bool gone);
  bool stopping();

  struct Told {
    std::string text;
    std::chrono::steady_clock::time_point again;
  };

  Host& host_;
  Surroundings server_;
  std::string name_;
  std::map<std::string, std::chrono::steady_clock::time_point> asked_;  // city/plugin/job → not before
  std::map<std::string, Told> told_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace nrmm::plugins

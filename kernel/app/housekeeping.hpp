#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "log/logger.hpp"
#include "machines/collection.hpp"
#include "storage/database.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::app {

// What nobody asks for and still has to be done, in every period and city: cases whose deadline has passed go
// where their workflow says, owners are reminded to collect their codes, stored answers and counters that
// nobody needs any more are dropped. Several servers may do it at once.
class Housekeeping {
 public:
  using Cities = std::function<std::vector<std::string>()>;

  // `common`: what is not one city's; once a period too.
  Housekeeping(storage::Database& database, const workflows::CaseService& cases, const machines::Desk& desk,
               cities::PackSource& packs, Cities cities, log::Logger& logger, std::function<void()> common,
               std::chrono::milliseconds period);
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void loop();
  void tidy(const std::string& city);
  void attempt(const std::string& what, const std::function<void()>& work);

  storage::Database& database_;
  const workflows::CaseService& cases_;
  const machines::Desk& desk_;
  cities::PackSource& packs_;
  Cities cities_;
  log::Logger& logger_;
  std::function<void()> common_;
  std::chrono::milliseconds period_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace nrmm::app

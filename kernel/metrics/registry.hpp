#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <string>

#include "metrics/text.hpp"

namespace nrmm::metrics {

// All numbers of a process, told when somebody asks. Each part writes its own families from what it counts
// anyway. One that throws is left out, and counted. Parts are added before the first scrape; scrape() is
// thread-safe, one at a time.
class Registry {
 public:
  using Part = std::function<void(Text&)>;

  void add(std::string name, Part part);
  std::string scrape();

 private:
  struct Entry {
    std::string name;
    Part part;
    Counter failures;
  };

  std::mutex scraping_;
  std::list<Entry> parts_;
};

}  // namespace nrmm::metrics

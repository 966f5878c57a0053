#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "http/route_table.hpp"
#include "metrics/slots.hpp"
#include "metrics/text.hpp"

namespace nrmm::http {

// What a router answered, for the operator: how often, and how long it took, by route, city and class of
// status; refusals by code; repetitions. A note takes no lock and allocates nothing but at the first request
// of a city or the first refusal of a code. Labels are routes as declared, cities that are served and codes,
// never what a client sent. Thread-safe.
class Traffic {
 public:
  // `routes` outlives it and is whole before the first note.
  explicit Traffic(const RouteTable& routes);

  struct Done {
    const Route* route = nullptr;  // null: none was found
    bool of_plugin = false;        // then all routes of plugins count as one
    std::string_view city{};       // one that is served, or empty
    int status = 0;
    std::chrono::microseconds took{};
  };
  void note(const Done& done);
  void refused(std::string_view code) { refusals_.at(code).add(); }
  void repeated() { repetitions_.add(); }  // answered with what a first request had got

  void write(metrics::Text& text) const;

 private:
  static constexpr std::size_t kClasses = 4;  // 2xx, 3xx, 4xx, 5xx
  static constexpr std::size_t kCities = 64, kCodes = 256;
  struct Cell {
    metrics::Histogram by_class[kClasses];
  };
  using City = std::vector<Cell>;  // one for each route, then kOfPlugin and kNone

  std::size_t place(const Done& done) const;
  const char* method(std::size_t place) const;
  const char* path(std::size_t place) const;

  const std::vector<Route>& routes_;
  metrics::Slots<City, kCities> cities_;
  metrics::Slots<metrics::Counter, kCodes> refusals_;
  metrics::Counter repetitions_;
};

}  // namespace nrmm::http

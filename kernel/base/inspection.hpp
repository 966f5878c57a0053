#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace nrmm {

// What came of looking at one invariant of the register: what was counted, and what does not hold. Whoever
// looks names ids, serials and states, never a person's value. Not thread-safe.
class Inspection {
 public:
  static constexpr std::size_t kNamed = 10;  // breaches that are named; the rest is counted

  Inspection(std::string name, std::string about) : name_(std::move(name)), about_(std::move(about)) {}

  void begin(const std::string& city) {
    city_ = city;
  }  // whose are the breaches from now on; empty: nobody's
  void count(std::string_view what, std::int64_t number = 1);  // adds up, in the order of first mention
  void breach(const std::string& what);

  bool good() const { return breached_ == 0; }
  // `I5 photos: 1204 rows, 1204 whole`, and a line for each breach that is named.
  std::string text() const;
  Json json() const;  // {name, about, good, figures: {…}, breached, breaches: […]}

 private:
  std::string name_;
  std::string about_;
  std::string city_;
  std::vector<std::pair<std::string, std::int64_t>> figures_;
  std::vector<std::string> breaches_;
  std::int64_t breached_ = 0;
};

}  // namespace nrmm

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/histogram.hpp"

namespace nrmm::metrics {

// Names are the caller's own words; values may come from anywhere and are escaped.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// Numbers in Prometheus' text format 0.0.4: `family`, then all samples of it. Durations are in seconds.
// Labels never hold a plate, a phone, a person or whatever else a client can make more of.
class Text {
 public:
  enum class Kind { counter, gauge, histogram };
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

  void family(std::string_view name, Kind kind, std::string_view help);
  void sample(double value, const Labels& labels = {});
  void sample(const Counter& counter, const Labels& labels = {});
  void sample(const Histogram& histogram, const Labels& labels = {});

  const std::string& str() const { return text_; }

 private:
  void line(std::string_view suffix, const std::string& labels, double value);

  std::string text_;
  std::string name_;
};

}  // namespace nrmm::metrics

#include "sites/position_doubts.hpp"

#include <algorithm>
#include <cmath>

namespace nrmm::sites {
namespace {

constexpr std::size_t kSameInARow = 3;    // reports before this one
constexpr double kFastest = 250.0 / 3.6;  // metres a second: no train here is faster door to door
constexpr double kJitter = 2000;          // metres that bad fixes may lie apart

bool same_digits(const Json& a, const Json& b) {
  return a.is_object() && b.is_object() && a.contains("lon") && b.contains("lon") && a["lon"] == b["lon"] &&
         a["lat"] == b["lat"] && a["datum"] == b["datum"];
}

}  // namespace

std::vector<std::string> position_doubts(const Json& position, const Json& site,
                                         const std::vector<Movement>& before, double seconds) {
  std::vector<std::string> doubts;
  const auto last = std::min(before.size(), kSameInARow);
  const bool constant = last == kSameInARow &&
                        std::all_of(before.begin(), before.begin() + kSameInARow,
                                    [&](const Movement& m) { return same_digits(m.position, position); });
  if (constant) doubts.emplace_back("constant");
  if (same_digits(position, site)) doubts.emplace_back("site_point");
  if (before.empty() || seconds < 0) return doubts;
  const auto here = cities::place_of(position).point, there = cities::place_of(before.front().position).point;
  if (here && there && geo::metres(*there, *here) - kJitter > seconds * kFastest)
    doubts.emplace_back("speed");
  return doubts;
}

}  // namespace nrmm::sites

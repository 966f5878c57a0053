#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "geo/point.hpp"

namespace nrmm::geo {
namespace {

using std::numbers::pi;

// Krasovsky 1940, on which the shift is defined.
constexpr double kAxis = 6378245.0;
constexpr double kEccentricity = 0.00669342162296594323;

constexpr double kBdTurn = pi * 3000.0 / 180.0;
constexpr Point kBdOffset{0.0065, 0.006};

constexpr int kMostSteps = 60;
constexpr double kNear = 1e-12;

constexpr std::array<std::pair<std::string_view, Datum>, 3> kNames{
    {{"wgs84", Datum::wgs84}, {"gcj02", Datum::gcj02}, {"bd09", Datum::bd09}}};

bool shifted(Point p) { return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271; }

double waves(double v, double first, double second, double third) {
  return (first * std::sin(v * pi) + second * std::sin(v / 3 * pi) + third) * 2 / 3;
}

// Metres east and north by which the shift moves a point (x, y: degrees from 105 E, 35 N).
Point drift(double x, double y) {
  const double ripple = (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3;
  const double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
                       ripple + waves(y, 20, 40, 160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30));
  const double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + ripple +
                      waves(x, 20, 40, 150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi));
  return {east, north};
}

Point to_gcj(Point p) {
  if (!shifted(p)) return p;
  const Point metres = drift(p.lon - 105, p.lat - 35);
  const double phi = p.lat / 180 * pi;
  const double m = 1 - kEccentricity * std::sin(phi) * std::sin(phi);
  const double root = std::sqrt(m);
  return {p.lon + metres.lon * 180 / (kAxis / root * std::cos(phi) * pi),
          p.lat + metres.lat * 180 / (kAxis * (1 - kEccentricity) / (m * root) * pi)};
}

Point gcj_to_bd(Point p) {
  const double z = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * kBdTurn);
  const double theta = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * kBdTurn);
  return {z * std::cos(theta) + kBdOffset.lon, z * std::sin(theta) + kBdOffset.lat};
}

// The point that `forward` takes to the target: the shift changes slowly, so the error shrinks with every
// step.
template <typename Forward>
Point inverse(Point target, Forward forward) {
  Point p = target;
  for (int step = 0; step < kMostSteps; ++step) {
    const Point there = forward(p);
    const Point off{there.lon - target.lon, there.lat - target.lat};
    p = {p.lon - off.lon, p.lat - off.lat};
    if (std::abs(off.lon) < kNear && std::abs(off.lat) < kNear) break;
  }
  return p;
}

}  // namespace

std::optional<Datum> datum(std::string_view name) {
  for (const auto& [known, value] : kNames)
    if (known == name) return value;
  return std::nullopt;
}

const char* name_of(Datum datum) { return kNames[static_cast<std::size_t>(datum)].first.data(); }

Point from_wgs84(Point point, Datum to) {
  if (to == Datum::wgs84) return point;
  const Point gcj = to_gcj(point);
  return to == Datum::gcj02 ? gcj : gcj_to_bd(gcj);
}

Point to_wgs84(Point point, Datum from) {
  if (from == Datum::wgs84) return point;
  if (from == Datum::bd09) point = inverse(point, gcj_to_bd);
  return shifted(point) ? inverse(point, to_gcj) : point;
}

}  // namespace nrmm::geo

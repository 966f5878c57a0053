#include "geo/outline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace nrmm::geo {
namespace {

// WGS-84.
constexpr double kAxis = 6378137.0;
constexpr double kEccentricity = 0.00669437999014;

struct Flat {
  double x = 0, y = 0;  // metres east and north
};

// A plane that touches the ellipsoid at the origin: its radii of curvature there are the scales.
class Plane {
 public:
  explicit Plane(Point origin, double lat) : origin_(origin) {
    const double phi = lat * std::numbers::pi / 180;
    const double w = 1 - kEccentricity * std::sin(phi) * std::sin(phi);
    const double across = kAxis / std::sqrt(w);
    north_ = across * (1 - kEccentricity) / w * std::numbers::pi / 180;
    east_ = across * std::cos(phi) * std::numbers::pi / 180;
  }

  Flat operator()(Point p) const { return {(p.lon - origin_.lon) * east_, (p.lat - origin_.lat) * north_}; }

 private:
  Point origin_;
  double north_, east_;
};

double distance_to_side(Flat a, Flat b) {  // from the origin
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double along = length > 0 ? std::clamp(-(a.x * dx + a.y * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(a.x + along * dx, a.y + along * dy);
}

double turn(Point a, Point b, Point c) {
  return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

bool between(double low, double value, double high) {
  return std::min(low, high) <= value && value <= std::max(low, high);
}

bool on_side(Point a, Point b, Point p) {
  return turn(a, b, p) == 0 && between(a.lon, p.lon, b.lon) && between(a.lat, p.lat, b.lat);
}

bool touch(Point a, Point b, Point c, Point d) {
  const double ca = turn(a, b, c), da = turn(a, b, d), ac = turn(c, d, a), bc = turn(c, d, b);
  if (((ca > 0) != (da > 0)) && ((ac > 0) != (bc > 0)) && ca != 0 && da != 0 && ac != 0 && bc != 0)
    return true;
  return on_side(a, b, c) || on_side(a, b, d) || on_side(c, d, a) || on_side(c, d, b);
}

}  // namespace

double metres(Point a, Point b) {
  const Flat there = Plane(a, (a.lat + b.lat) / 2)(b);
  return std::hypot(there.x, there.y);
}

bool inside(const Outline& outline, Point point) {
  bool in = false;
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
    const Point a = outline[i], b = outline[j];
    if ((a.lat > point.lat) == (b.lat > point.lat)) continue;
    if (point.lon < (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat) + a.lon) in = !in;
  }
  return in;
}

double metres_to(const Outline& outline, Point point) {
  if (inside(outline, point)) return 0;
  const Plane plane(point, point.lat);
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++)
    nearest = std::min(nearest, distance_to_side(plane(outline[j]), plane(outline[i])));
  return nearest;
}

bool simple(const Outline& outline) {
  const std::size_t n = outline.size();
  if (n < 3) return false;
  for (std::size_t i = 0; i < n; ++i) {
    const Point a = outline[i], b = outline[(i + 1) % n];
    if (a == b || on_side(a, b, outline[(i + 2) % n])) return false;
    for (std::size_t j = i + 2; j < n; ++j) {
      const bool neighbours = (j + 1) % n == i;
      if (!neighbours && touch(a, b, outline[j], outline[(j + 1) % n])) return false;
    }
  }
  return true;
}

}  // namespace nrmm::geo

#pragma once

#include <optional>
#include <string_view>

namespace nrmm::geo {

// Degrees. Without a word about the datum, WGS-84.
struct Point {
  double lon = 0;
  double lat = 0;

  bool operator==(const Point&) const = default;
};

// What coordinates are counted from. Maps of the mainland show GCJ-02 or BD-09, satellites say WGS-84; in our
// cities the same numbers lie half a kilometre to a kilometre and a half apart.
enum class Datum { wgs84, gcj02, bd09 };

std::optional<Datum> datum(std::string_view name);  // wgs84 gcj02 bd09
const char* name_of(Datum datum);

// The inverse of the published shift is found by iteration, to 1e-12 of a degree. Outside the box of the
// shift (72.004 to 137.8347 E, 0.8293 to 55.8271 N) WGS-84 and GCJ-02 are the same. Thread-safe.
Point to_wgs84(Point point, Datum from);
Point from_wgs84(Point point, Datum to);

}  // namespace nrmm::geo

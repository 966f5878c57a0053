#pragma once

#include <vector>

#include "geo/point.hpp"

namespace nrmm::geo {

// Corners of an area in order, WGS-84; the last is joined to the first and not repeated. Small areas only: a
// site or a park, not a province. None crosses the 180th meridian.
using Outline = std::vector<Point>;

// Metres on the ellipsoid, for points up to some ten kilometres apart (there to a few centimetres).
double metres(Point a, Point b);

// Metres from the area's nearest point; 0 inside and on its edge.
double metres_to(const Outline& outline, Point point);

bool inside(const Outline& outline, Point point);  // the edge may fall on either side

// Whether no two sides touch but neighbours in their common corner, and it encloses something.
bool simple(const Outline& outline);

}  // namespace nrmm::geo

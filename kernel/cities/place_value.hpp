#pragma once

#include <optional>
#include <vector>

#include "base/problem.hpp"
#include "cities/field_value.hpp"
#include "geo/outline.hpp"

namespace nrmm::cities {

// Answers that are a place: a point {lon, lat, datum, accuracy_m?}; of an `area` field instead or beside it
// {outline: [[lon, lat] …], datum}, corners in order, or of a place in several parts {outlines: [[[lon, lat]
// …] …], datum}. Degrees; the datum is wgs84, gcj02 or bd09.
bool is_place(FieldType type);

constexpr std::size_t kMostCorners = 200;  // of an outline
constexpr std::size_t kMostOutlines = 20;

std::vector<Finding> place_shape(const Field& field, const Json& answer);
Reading read_place(FieldType type, const Json& answer);
Json place_schema(FieldType type);

// In WGS-84, of an answer that was read without fault.
struct Place {
  std::optional<geo::Point> point;
  std::vector<geo::Outline> outlines;  // empty: none
  std::optional<double> accuracy_m;
};
Place place_of(const Json& answer);

// From the nearest outline, from the point where there is none; nullopt: it has neither.
std::optional<double> metres_to(const Place& place, geo::Point point);

}  // namespace nrmm::cities

#include "cities/place_value.hpp"

#include <algorithm>

#include "cities/finding_shape.hpp"

namespace nrmm::cities {
namespace {

constexpr double kFarthest = 1e7;  // metres: no fix is worse
constexpr const char* kOutline = "outline";
constexpr const char* kOutlines = "outlines";

bool corner_fits(const Json& corner) {
  return corner.is_array() && corner.size() == 2 && corner[0].is_number() && corner[1].is_number();
}

bool outline_fits(const Json& outline) {
  return outline.is_array() && std::all_of(outline.begin(), outline.end(), corner_fits);
}

bool member_fits(const std::string& key, const Json& value) {
  if (key == "datum") return value.is_string();
  if (key == kOutline) return outline_fits(value);
  if (key == kOutlines) return value.is_array() && std::all_of(value.begin(), value.end(), outline_fits);
  return value.is_number();
}

bool known_member(FieldType type, const std::string& key) {
  return key == "lon" || key == "lat" || key == "datum" || key == "accuracy_m" ||
         ((key == kOutline || key == kOutlines) && type == FieldType::area);
}

bool between(const Json& value, double low, double high) {
  return value.is_number() && value.get<double>() >= low && value.get<double>() <= high;
}

bool on_earth(const Json& lon, const Json& lat) { return between(lon, -180, 180) && between(lat, -90, 90); }

geo::Outline corners(const Json& outline) {
  geo::Outline out;
  for (const Json& corner : outline) out.push_back({corner[0], corner[1]});
  return out;
}

bool encloses(const Json& outline) {
  const bool counted = outline.size() >= 3 && outline.size() <= kMostCorners;
  return counted &&
         std::all_of(outline.begin(), outline.end(), [](const Json& c) { return on_earth(c[0], c[1]); }) &&
         geo::simple(corners(outline));
}

// One or several, not both.
bool all_enclose(const Json& place) {
  if (!place.contains(kOutlines)) return encloses(place[kOutline]);
  const Json& all = place[kOutlines];
  return !place.contains(kOutline) && !all.empty() && all.size() <= kMostOutlines &&
         std::all_of(all.begin(), all.end(), encloses);
}

bool well_placed(const Json& place) {
  if (!geo::datum(place.value("datum", Json("")).get<std::string>())) return false;
  if (place.contains("accuracy_m") && !between(place["accuracy_m"], 0, kFarthest)) return false;
  const bool point = place.contains("lon") || place.contains("lat");
  if (point && !on_earth(place.value("lon", Json()), place.value("lat", Json()))) return false;
  return place.contains(kOutline) || place.contains(kOutlines) ? all_enclose(place) : point;
}

Json point_members() {
  return {{"lon", {{"type", "number"}, {"minimum", -180}, {"maximum", 180}}},
          {"lat", {{"type", "number"}, {"minimum", -90}, {"maximum", 90}}},
          {"datum", {{"enum", {"wgs84", "gcj02", "bd09"}}}},
          {"accuracy_m", {{"type", {"number", "null"}}, {"minimum", 0}}}};
}

}  // namespace

bool is_place(FieldType type) { return type == FieldType::position || type == FieldType::area; }

std::vector<Finding> place_shape(const Field& field, const Json& answer) {
  if (!answer.is_object()) return {shape_finding(field.name, "type")};
  std::vector<Finding> findings;
  for (const auto& [key, value] : answer.items()) {
    if (!known_member(field.type, key))
      findings.push_back(shape_finding(field.name + "." + key, "unknown_field"));
    else if (!value.is_null() && !member_fits(key, value))
      findings.push_back(shape_finding(field.name + "." + key, "type"));
  }
  return findings;
}

Reading read_place(FieldType, const Json& answer) {
  Json place = Json::object();
  for (const auto& [key, value] : answer.items())
    if (!value.is_null()) place[key] = value;
  return well_placed(place) ? Reading{std::move(place), {}, {}} : Reading{answer, "position", {}};
}

Json place_schema(FieldType type) {
  const Json point = {{"type", "object"},
                      {"properties", point_members()},
                      {"required", {"lon", "lat", "datum"}},
                      {"additionalProperties", false}};
  if (type != FieldType::area) return point;
  const Json corner = {{"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 2}, {"maxItems", 2}};
  const Json outline = {{"type", "array"}, {"items", corner}, {"minItems", 3}, {"maxItems", kMostCorners}};
  Json area = point, parts = point;
  area["properties"][kOutline] = outline;
  area["required"] = {kOutline, "datum"};
  parts["properties"][kOutlines] = {
      {"type", "array"}, {"items", outline}, {"minItems", 1}, {"maxItems", kMostOutlines}};
  parts["required"] = {kOutlines, "datum"};
  return {{"anyOf", {point, area, parts}}};
}

Place place_of(const Json& answer) {
  const geo::Datum datum = geo::datum(answer.at("datum").get<std::string>()).value();
  Place place;
  if (answer.contains("lon")) place.point = geo::to_wgs84({answer["lon"], answer["lat"]}, datum);
  const auto add = [&](const Json& outline) {
    geo::Outline converted = corners(outline);
    for (geo::Point& corner : converted) corner = geo::to_wgs84(corner, datum);
    place.outlines.push_back(std::move(converted));
  };
  if (answer.contains(kOutline)) add(answer[kOutline]);
  if (answer.contains(kOutlines)) std::for_each(answer[kOutlines].begin(), answer[kOutlines].end(), add);
  if (answer.contains("accuracy_m")) place.accuracy_m = answer["accuracy_m"].get<double>();
  return place;
}

std::optional<double> metres_to(const Place& place, geo::Point point) {
  std::optional<double> nearest;
  for (const geo::Outline& outline : place.outlines) {
    const double away = geo::metres_to(outline, point);
    nearest = std::min(nearest.value_or(away), away);
  }
  if (!nearest && place.point) nearest = geo::metres(*place.point, point);
  return nearest;
}

}  // namespace nrmm::cities

#include <cmath>

#include <gtest/gtest.h>

#include "geo/outline.hpp"
#include "geo/point.hpp"

namespace nrmm::geo {
namespace {

struct Place {
  const char* name;
  Point wgs84, gcj02, bd09;
  double tolerance;  // degrees
};

// What map services answer for four cities (to 5e-5 of a degree, about 5 m), and points computed by the
// published formula.
constexpr Place kPlaces[] = {
    {"Tianjin", {117.1946734, 39.0831446}, {117.2009869, 39.0841645}, {117.2075221, 39.0899986}, 5e-5},
    {"Linfen", {111.5127364, 36.0881103}, {111.5189795, 36.0880092}, {111.5255096, 36.0938515}, 5e-5},
    {"Liaocheng", {115.9797951, 36.4569596}, {115.9854633, 36.4570353}, {115.9920505, 36.4626959}, 5e-5},
    {"Chongqing", {106.5478343, 29.565849}, {106.5515641, 29.563013}, {106.5579989, 29.5693061}, 5e-5},
    {"Binhai", {117.7108, 39.0032}, {117.717075449, 39.004097290}, {117.723463847, 39.010447648}, 2e-9},
    {"Yaodu", {111.5787, 36.0803}, {111.584789863, 36.080055766}, {111.591197664, 36.086284516}, 2e-9},
};

void near(Point found, Point wanted, double tolerance, const char* what) {
  EXPECT_NEAR(found.lon, wanted.lon, tolerance) << what;
  EXPECT_NEAR(found.lat, wanted.lat, tolerance) << what;
}

// F131: a fix of a telephone and a point on a map are compared in one datum.
TEST(Datum, ShiftsAsMapsDo) {
  for (const Place& place : kPlaces) {
    near(from_wgs84(place.wgs84, Datum::gcj02), place.gcj02, place.tolerance, place.name);
    near(from_wgs84(place.wgs84, Datum::bd09), place.bd09, place.tolerance, place.name);
    near(to_wgs84(place.gcj02, Datum::gcj02), place.wgs84, place.tolerance, place.name);
    near(to_wgs84(place.bd09, Datum::bd09), place.wgs84, place.tolerance, place.name);
    near(from_wgs84(place.wgs84, Datum::wgs84), place.wgs84, 0, place.name);
  }
}

TEST(Datum, ThereAndBackIsTheSamePlace) {
  for (double lon = 73; lon < 135; lon += 3.7) {
    for (double lat = 18; lat < 54; lat += 2.3) {
      for (const Datum each : {Datum::gcj02, Datum::bd09})
        near(to_wgs84(from_wgs84({lon, lat}, each), each), {lon, lat}, 1e-9, name_of(each));
    }
  }
}

// Mixed up, they break a rule of one kilometre.
TEST(Datum, LiesHalfAKilometreApartInOurCities) {
  for (const Place& place : kPlaces) {
    const double apart = metres(place.wgs84, place.gcj02);
    EXPECT_GT(apart, 400) << place.name;
    EXPECT_LT(apart, 600) << place.name;
  }
}

TEST(Datum, IsNotShiftedAbroad) {
  const Point paris{2.3522, 48.8566};
  EXPECT_EQ(from_wgs84(paris, Datum::gcj02), paris);
  EXPECT_EQ(to_wgs84(paris, Datum::gcj02), paris);
}

TEST(Datum, HasThreeNames) {
  for (const char* name : {"wgs84", "gcj02", "bd09"}) EXPECT_STREQ(name_of(*datum(name)), name);
  EXPECT_FALSE(datum("WGS84"));
  EXPECT_FALSE(datum(""));
}

}  // namespace
}  // namespace nrmm::geo

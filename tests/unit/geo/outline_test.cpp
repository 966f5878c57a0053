#include "geo/outline.hpp"

#include <gtest/gtest.h>

namespace nrmm::geo {
namespace {

// Metres of a degree on WGS-84, from its tables: at the equator 111 319.49 east and 110 574.3 north, at 60°
// 55 800 and 111 412.
TEST(Metres, OfADegree) {
  EXPECT_NEAR(metres({0, 0}, {0.01, 0}), 1113.19, 0.05);
  EXPECT_NEAR(metres({0, -0.005}, {0, 0.005}), 1105.74, 0.05);
  EXPECT_NEAR(metres({20, 60}, {20.01, 60}), 558.00, 0.05);
  EXPECT_NEAR(metres({20, 59.995}, {20, 60.005}), 1114.12, 0.05);
  EXPECT_EQ(metres({117.2, 39.1}, {117.2, 39.1}), 0);
}

const Outline kSquare = {{117.20, 39.10}, {117.21, 39.10}, {117.21, 39.11}, {117.20, 39.11}};

// F131: to the outline, not to a point in its middle.
TEST(Outline, IsAsFarAsItsNearestPoint) {
  EXPECT_EQ(metres_to(kSquare, {117.205, 39.105}), 0);
  EXPECT_NEAR(metres_to(kSquare, {117.205, 39.12}), metres({117.205, 39.11}, {117.205, 39.12}), 0.1)
      << "a side";
  EXPECT_NEAR(metres_to(kSquare, {117.22, 39.12}), metres({117.21, 39.11}, {117.22, 39.12}), 0.1)
      << "a corner";
  EXPECT_LT(metres_to(kSquare, {117.21, 39.105}), 1e-6) << "the edge";
}

TEST(Outline, MayBeBentInwards) {
  const Outline bent = {{0, 0}, {0.02, 0}, {0.02, 0.02}, {0.01, 0.001}, {0, 0.02}};
  EXPECT_TRUE(inside(bent, {0.001, 0.01}));
  EXPECT_FALSE(inside(bent, {0.01, 0.01}));
  EXPECT_GT(metres_to(bent, {0.01, 0.01}), 300);
}

TEST(Outline, IsSimpleOrRefused) {
  EXPECT_TRUE(simple(kSquare));
  EXPECT_TRUE(simple({{0, 0}, {1, 0}, {0, 1}}));
  EXPECT_FALSE(simple({{0, 0}, {1, 0}})) << "a line";
  EXPECT_FALSE(simple({{0, 0}, {1, 0}, {2, 0}})) << "three on a line";
  EXPECT_FALSE(simple({{0, 0}, {1, 1}, {1, 0}, {0, 1}})) << "a bow tie";
  EXPECT_FALSE(simple({{0, 0}, {1, 0}, {1, 0}, {0, 1}})) << "a corner twice";
  EXPECT_FALSE(simple({{0, 0}, {2, 0}, {2, 2}, {1, 0}, {0, 2}})) << "a corner on another side";
  EXPECT_FALSE(simple({{0, 0}, {2, 0}, {1, 0}, {1, 2}})) << "back on its own side";
}

}  // namespace
}  // namespace nrmm::geo

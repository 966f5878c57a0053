#include "base/random.hpp"

#include <set>

#include <gtest/gtest.h>

namespace nrmm {
namespace {

TEST(Random, TokensAreLongAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string token = random_token();
    EXPECT_EQ(token.size(), 43u);  // 256 bits in base64url
    EXPECT_TRUE(seen.insert(token).second);
  }
}

// Every digit in every place about as often; a bias of a tenth would show at five times its deviation.
TEST(Random, DigitsAreEven) {
  constexpr int kRounds = 20'000, kPlaces = 6;
  int counts[kPlaces][10] = {};
  for (int i = 0; i < kRounds; ++i) {
    const std::string digits = random_digits(kPlaces);
    ASSERT_EQ(digits.size(), std::size_t{kPlaces});
    for (int place = 0; place < kPlaces; ++place)
      ++counts[place][digits[static_cast<std::size_t>(place)] - '0'];
  }
  for (const auto& place : counts)
    for (const int count : place) EXPECT_NEAR(count, kRounds / 10, 250);
}

}  // namespace
}  // namespace nrmm

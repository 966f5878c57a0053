#include "users/totp.hpp"

#include <gtest/gtest.h>

namespace nrmm::users {
namespace {

constexpr const char* kKey = "12345678901234567890";  // RFC 6238, appendix B

// RFC 6238, appendix B: the last six of its eight digits.
TEST(Totp, TheVectorsOfTheStandard) {
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [time, code] : vectors) EXPECT_EQ(totp_code(kKey, time / kTotpSeconds), code) << time;
}

TEST(Totp, ClocksMayDifferByOneStep) {
  constexpr std::int64_t kNow = 1234567890;
  constexpr std::int64_t kStep = kNow / kTotpSeconds;
  for (const std::int64_t step : {kStep - 1, kStep, kStep + 1})
    EXPECT_EQ(totp_step(kKey, totp_code(kKey, step), kNow, 0), step);
  for (const std::int64_t step : {kStep - 2, kStep + 2})
    EXPECT_FALSE(totp_step(kKey, totp_code(kKey, step), kNow, 0));
}

// X064
TEST(Totp, NoCodeIsGoodTwice) {
  constexpr std::int64_t kNow = 1234567890;
  const auto step = totp_step(kKey, totp_code(kKey, kNow / kTotpSeconds), kNow, 0);
  ASSERT_TRUE(step);
  EXPECT_FALSE(totp_step(kKey, totp_code(kKey, *step), kNow, *step));
  EXPECT_FALSE(totp_step(kKey, totp_code(kKey, *step - 1), kNow, *step));
  EXPECT_TRUE(totp_step(kKey, totp_code(kKey, *step + 1), kNow, *step));
}

TEST(Totp, NothingElseIsACode) {
  for (const char* code : {"", "28708", "2870822", "28708a", "２８７０８２"})
    EXPECT_FALSE(totp_step(kKey, code, 59, 0)) << code;
}

// RFC 4648, chapter 10.
TEST(Totp, Base32) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(base32(new_totp_key()).size(), 32U);
  EXPECT_NE(new_totp_key(), new_totp_key());
}

TEST(Totp, WhatAnAuthenticatorReads) {
  EXPECT_EQ(totp_uri("foobar", "某市", "g1234567"),
            "otpauth://totp/%E6%9F%90%E5%B8%82:g1234567?secret=MZXW6YTBOI&issuer=%E6%9F%90%E5%B8%82");
}

}  // namespace
}  // namespace nrmm::users

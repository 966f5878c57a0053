#include "passport/token.hpp"

#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>

#include "base/digest.hpp"
#include "world.hpp"

namespace nrmm::passport {
namespace {

using ::testing::MatchesRegex;

// The cross-city passport (R11, F051).
TEST(Token, SaysWhatWasWritten) {
  const SigningKey key = key_of(1);
  for (const Content& content :
       {kMachine, Content{"a", "D", "ZZZZZZZZ", day("2020-01-01")},
        Content{std::string(kLongestCity, 'z'), "0", "00000000", day("2199-06-06")}}) {
    const std::string text = write(content, key);
    EXPECT_LE(text.size(), kLongest);
    EXPECT_TRUE(looks_like_one(text));
    const auto token = read(text);
    ASSERT_TRUE(token) << text;
    EXPECT_EQ(token->content, content);
    EXPECT_EQ(token->key_id, key_id(key.public_key()));
    EXPECT_TRUE(signed_by(*token, key.public_key()));
  }
}

TEST(Token, IsShortAndFitForAQrCode) {
  const std::string text = write(kMachine, key_of(1));
  EXPECT_LE(text.size(), 130u);
  EXPECT_THAT(text, MatchesRegex("nrmm1\\.[A-Za-z0-9_-]+"));
  EXPECT_EQ(text, write(kMachine, key_of(1))) << "one text for one content and key";
}

TEST(Token, IsOfTheKeyThatSigned) {
  const auto token = read(write(kMachine, key_of(1)));
  EXPECT_FALSE(signed_by(*token, key_of(2).public_key()));
  for (const std::string& wrong : {std::string(), std::string(31, 'x'), std::string(33, 'x')})
    EXPECT_FALSE(signed_by(*token, wrong));
}

// Each character in turn, by every other one of its alphabet.
TEST(Token, IsRefusedWithAnyCharacterAltered) {
  const SigningKey key = key_of(1);
  const std::string good = write(kMachine, key);
  const std::string others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_. =+/";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char other : others) {
      if (other == good[at]) continue;
      std::string text = good;
      text[at] = other;
      const auto token = read(text);
      EXPECT_FALSE(token && signed_by(*token, key.public_key())) << at << " " << other;
    }
  }
}

// Each byte that is signed or signs, by each of its bits.
TEST(Token, IsRefusedWithAnyBitAltered) {
  const SigningKey key = key_of(1);
  const std::string bytes = *from_base64url(write(kMachine, key).substr(kMark.size()));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      const auto token = read(std::string(kMark) + base64url(altered));
      EXPECT_FALSE(token && signed_by(*token, key.public_key())) << at << " " << bit;
    }
  }
}

TEST(Token, IsNothingCutOffOrLengthened) {
  const SigningKey key = key_of(1);
  const std::string good = write(kMachine, key);
  for (std::size_t length = 0; length < good.size(); ++length) {
    const auto token = read(good.substr(0, length));
    EXPECT_FALSE(token && signed_by(*token, key.public_key())) << length;
  }
  for (const std::string& more : {std::string("A"), std::string("AAAA"), std::string("="), std::string("\n"),
                                  std::string(1, '\0'), good, std::string(1 << 20, 'A')}) {
    const auto token = read(good + more);
    EXPECT_FALSE(token && signed_by(*token, key.public_key())) << more.size();
  }
}

TEST(Token, IsNotAnythingElse) {
  const std::string body = write(kMachine, key_of(1)).substr(kMark.size());
  for (const std::string& text :
       {std::string(), std::string("3-GA000001"), body, "nrmm2." + body, "NRMM1." + body, std::string(kMark),
        std::string(kMark) + base64url(std::string(83, '\0')),
        std::string(kMark) + base64url(std::string(200, 'A'))})
    EXPECT_FALSE(read(text)) << text;
}

TEST(Token, HoldsNoContentThatDoesNotFit) {
  const SigningKey key = key_of(1);
  const std::vector<Content> wrong = {
      {"", "3", "GA000001", day("2026-11-27")},
      {std::string(kLongestCity + 1, 'a'), "3", "GA000001", day("2026-11-27")},
      {"a b", "3", "GA000001", day("2026-11-27")},
      {"town", "", "GA000001", day("2026-11-27")},
      {"town", "33", "GA000001", day("2026-11-27")},
      {"town", "3", "GA00000", day("2026-11-27")},
      {"town", "3", "ga000001", day("2026-11-27")},
      {"town", "3", "GA000001", day("2019-12-31")},
      {"town", "3", "GA000001", day("2200-01-01")}};
  for (const Content& content : wrong)
    EXPECT_THROW(write(content, key), std::invalid_argument) << content.city;
}

}  // namespace
}  // namespace nrmm::passport

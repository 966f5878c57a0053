#include "passport/trust.hpp"

#include <ostream>
#include <vector>

#include "world.hpp"

namespace nrmm::passport {

// What a failed comparison shows.
static void PrintTo(Fault fault, std::ostream* out) { *out << name_of(fault); }

namespace {

const Date kToday = day("2026-12-01");

Reading reading(const std::vector<TrustedKey>& keys, const std::string& text) {
  return Trust(keys).read(text, kToday);
}

Fault fault_of(const std::vector<TrustedKey>& keys, const std::string& text, Date on = kToday,
               std::optional<int> most_days = std::nullopt) {
  return Trust(keys).read(text, on, most_days).fault;
}

std::string of_key(unsigned char byte) { return key_of(byte).public_key(); }

// The cross-city passport (R11, F051): whom a deployment believes.
TEST(Trust, BelievesItsOwnKeyAndThoseOfOthersForTheirCity) {
  const std::string text = write(kMachine, key_of(1));
  EXPECT_EQ(fault_of({{"", of_key(1)}}, text), Fault::none);
  EXPECT_EQ(fault_of({{"town", of_key(1)}}, text), Fault::none);
  EXPECT_TRUE(reading({}, text).says == kMachine) << "also of one that is not believed";
}

TEST(Trust, BelievesNoOtherKey) {
  const std::string text = write(kMachine, key_of(1));
  EXPECT_EQ(fault_of({}, text), Fault::unknown_key);
  EXPECT_EQ(fault_of({{"town", of_key(2)}}, text), Fault::unknown_key);
  EXPECT_EQ(fault_of({{"village", of_key(1)}}, text), Fault::unknown_key) << "another city's key";
}

// One that claims a key which it was not signed with.
TEST(Trust, KnowsAForgery) {
  std::string forged = write(kMachine, key_of(1));
  forged[forged.size() - 10] = forged[forged.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(fault_of({{"town", of_key(1)}}, forged), Fault::forged);
  EXPECT_EQ(fault_of({{"town", of_key(2)}, {"town", of_key(1)}}, forged), Fault::forged);
}

TEST(Trust, BelievesAKeyUpToItsLastDay) {
  const std::string text = write(kMachine, key_of(1));
  const std::vector<TrustedKey> keys = {{"", of_key(2)}, {"", of_key(1), day("2026-12-31")}};
  EXPECT_EQ(fault_of(keys, text, day("2026-12-31")), Fault::none);
  EXPECT_EQ(fault_of(keys, text, day("2027-01-01")), Fault::key_expired);
  EXPECT_EQ(fault_of(keys, write(kMachine, key_of(2)), day("2027-01-01")), Fault::none) << "the key after it";
}

TEST(Trust, TakesTheLineThatSaysMostOfAKey) {
  const std::string text = write(kMachine, key_of(1));
  const TrustedKey over{"town", of_key(1), day("2026-11-30")}, open{"", of_key(1)},
      elsewhere{"village", of_key(1)};
  EXPECT_EQ(fault_of({over, open}, text), Fault::none);
  EXPECT_EQ(fault_of({open, over}, text), Fault::none);
  EXPECT_EQ(fault_of({over, elsewhere}, text), Fault::key_expired);
}

TEST(Trust, TakesAPassportForItsDays) {
  const std::string text = write(kMachine, key_of(1));  // of 2026-11-27
  const std::vector<TrustedKey> keys = {{"", of_key(1)}};
  EXPECT_EQ(fault_of(keys, text, day("2026-12-27"), 30), Fault::none);
  EXPECT_EQ(fault_of(keys, text, day("2026-12-28"), 30), Fault::too_old);
  EXPECT_EQ(fault_of(keys, text, day("2099-01-01")), Fault::none) << "where nobody limits them";
  EXPECT_EQ(fault_of(keys, text, day("2026-11-26")), Fault::none) << "calendars may differ by a day";
  EXPECT_EQ(fault_of(keys, text, day("2026-11-25")), Fault::not_yet);
}

TEST(Trust, SaysNothingOfWhatIsNoPassport) {
  const std::vector<TrustedKey> keys = {{"", of_key(1)}};
  for (const std::string& text : {std::string(), std::string("3-GA000001"), std::string(1 << 20, 'n')}) {
    EXPECT_EQ(reading(keys, text).fault, Fault::malformed);
    EXPECT_FALSE(reading(keys, text).says);
  }
}

}  // namespace
}  // namespace nrmm::passport

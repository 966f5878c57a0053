#include <atomic>
#include <iostream>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "cities/loader.hpp"
#include "cities/standard_catalogue.hpp"
#include "cluster.hpp"
#include "machines/code.hpp"
#include "machines/code_ledger.hpp"

namespace nrmm::machines {
namespace {

using storage::Database;
using storage::Session;

// The city whose 41 district codes are published, as its folder says.
std::shared_ptr<const cities::Pack> published_pack() {
  static const auto pack = [] {
    Diagnostics diagnostics;
    const auto files = cities::read_pack_folder(NRMM_SOURCE_DIR "/cities", "chongqing", diagnostics);
    auto loaded =
        cities::load_pack(files, cities::standard_catalogue(), *Date::parse("2025-06-03"), diagnostics);
    for (const auto& diagnostic : diagnostics.all()) {
      if (diagnostic.level == Diagnostic::Level::error) ADD_FAILURE() << diagnostic.str();
    }
    return loaded;
  }();
  return pack;
}

// A day on which all 41 districts existed.
const Date kDay = *Date::parse("2025-06-03");

class Codes : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(pack_); }

  IssuedCode issue(const std::string& district, const std::string& stage = "3") {
    return server_.transact(
        pack_->id, [&](Session& session) { return issue_code(session, *pack_, district, stage, kDay); });
  }
  // How far the district's numbers have been given out already.
  void set_counter(const cities::District& district, std::int64_t last) {
    server_.transact(pack_->id, [&](Session& session) {
      session.run("insert into code_counter (city_id, prefix, last) values (nrmm_city(), $1, $2)",
                  {serial_prefix(*pack_, district, kDay), last});
    });
  }
  std::int64_t count(const std::string& table) {
    return server_.session(pack_->id).run("select count(*) as n from " + table).front().integer("n");
  }

  std::shared_ptr<const cities::Pack> pack_ = published_pack();
  testing::TestDatabase place_ = testing::Cluster::instance().fresh_database();
  Database server_{{.dsn = place_.dsn, .pool = 8, .acquire_timeout = std::chrono::seconds(30)}};
};

// X026, F085–F089: 1,000 approvals in 8 threads over all 41 districts give 1,000 codes, none twice, each with
// its district's characters; no number of a district is left out.
TEST_F(Codes, AThousandInEightThreadsAreDistinctAndTheirDistricts) {
  constexpr int kThreads = 8, kEach = 125;
  ASSERT_EQ(pack_->districts.size(), 41u);
  std::vector<std::vector<std::pair<std::string, std::string>>> issued(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto& district =
            pack_->districts[static_cast<std::size_t>(t * kEach + i) % pack_->districts.size()];
        issued[t].emplace_back(district.id, issue(district.id).serial);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::set<std::string> serials;
  std::map<std::string, int> of_district;
  for (const auto& of_thread : issued) {
    for (const auto& [id, serial] : of_thread) {
      EXPECT_TRUE(serials.insert(serial).second) << serial << " was given out twice";
      EXPECT_EQ(serial.substr(0, 3), "N" + pack_->district(id)->code);
      ++of_district[id];
    }
  }
  EXPECT_EQ(serials.size(), 1000u);
  EXPECT_EQ(count("code_ledger"), 1000);
  for (const auto& [id, many] : of_district) {
    const auto last = format_serial(*pack_, *pack_->district(id), many, kDay);
    EXPECT_TRUE(serials.contains(*last)) << id << " has a gap";
  }
  std::cout << "measured: " << serials.size() << " codes in " << kThreads << " threads, "
            << of_district.size() << " districts, 0 doubled, 0 gaps\n";
}

// X026: threads on one district alone, where all wait for one row.
TEST_F(Codes, EightThreadsOnOneDistrictLeaveNoGap) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) issue("500106");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(issue("500106").serial, *format_serial(*pack_, *pack_->district("500106"), 81, kDay));
}

// A number that was taken in a transaction that failed is given to the next.
TEST_F(Codes, ARolledBackApprovalLeavesNoGap) {
  EXPECT_THROW(server_.transact(pack_->id,
                                [&](Session& session) {
                                  issue_code(session, *pack_, "500106", "3", kDay);
                                  throw std::runtime_error("the approval failed later");
                                }),
               std::runtime_error);
  EXPECT_EQ(count("code_ledger"), 0);
  EXPECT_EQ(issue("500106").code, "3-N0700001");
}

// X027: with three numbers left three succeed; the fourth is refused, and so is every one after it; the other
// districts go on.
TEST_F(Codes, TheLastThreeAreIssuedAndTheFourthIsRefused) {
  const auto& district = *pack_->district("500106");
  const std::int64_t last = serial_capacity(*pack_, kDay) - 1;
  set_counter(district, last - 3);
  EXPECT_EQ(issue(district.id).serial, "N07ZZZZX");
  EXPECT_EQ(issue(district.id).serial, "N07ZZZZY");
  EXPECT_EQ(issue(district.id).serial, "N07ZZZZZ");
  for (int i = 0; i < 2; ++i) {
    try {
      issue(district.id);
      ADD_FAILURE() << "there is no number left";
    } catch (const Problem& problem) {
      EXPECT_EQ(problem.status, 409);
      EXPECT_EQ(problem.code, "code.exhausted");
    }
  }
  EXPECT_EQ(count("code_ledger"), 3);
  EXPECT_EQ(issue("500107").serial, "N0800001");
}

// X027 at once: eight ask for the last three.
TEST_F(Codes, OfEightWhoAskAtOnceThreeGetTheLastThree) {
  set_counter(*pack_->district("500106"), serial_capacity(*pack_, kDay) - 4);
  std::atomic<int> got = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      try {
        issue("500106");
        ++got;
      } catch (const Problem& problem) {
        refused += problem.code == "code.exhausted";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(got, 3);
  EXPECT_EQ(refused, 5);
  std::cout << "measured: the last 3 codes asked for by 8, " << got << " issued, " << refused << " refused\n";
}

// F051, F224: a zone without a number of the state has a code too; whoever asks learns which city issued it.
TEST_F(Codes, ALedgerEntrySaysWhichCityIssuedIt) {
  const auto issued = issue("liangjiang", "D");
  EXPECT_EQ(issued.code, "D-" + issued.serial);
  Session elsewhere = server_.session("another_city");
  EXPECT_EQ(issuing_city(elsewhere, issued.serial), pack_->id);
  EXPECT_EQ(issuing_city(elsewhere, "N0700009"), "");
}

}  // namespace
}  // namespace nrmm::machines

#include <atomic>
#include <iostream>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cities/archived_packs.hpp"
#include "cities/standard_catalogue.hpp"
#include "cluster.hpp"

namespace nrmm::cities {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kCity = "linfen";

void put_mark(std::string& text, const std::string& after, const std::string& mark) {
  const auto at = text.find(after);
  ASSERT_NE(at, std::string::npos);
  text.insert(at + after.size(), mark);
}

// The city's pack with the same mark in two of its files.
PackFiles marked(const std::string& mark) {
  Diagnostics diagnostics;
  PackFiles files = read_pack_folder(NRMM_SOURCE_DIR "/cities", kCity, diagnostics);
  put_mark(files.chain.back().files["pack.yaml"], "\nname: 临汾市", mark);
  put_mark(files.chain.front().files["messages/zh.yaml"], "\ncase.own: ", mark);
  return files;
}

std::string mark_of_name(const Pack& pack) { return pack.name.substr(std::string("临汾市").size()); }

bool whole(const Pack& pack) { return pack.text("case.own").starts_with(mark_of_name(pack)); }

class Archive : public ::testing::Test {
 protected:
  nrmm::testing::TestDatabase place_ = nrmm::testing::Cluster::instance().fresh_database();
  storage::Database database_{{.dsn = place_.dsn, .pool = 12, .lock_timeout = std::chrono::seconds(60)}};
  PackArchive archive_{database_};
  ArchivedPacks served_{archive_, standard_catalogue(), database_};

  std::string activate(const std::string& mark) { return archive_.activate(marked(mark), "甲").to; }

  std::vector<std::string> revisions() {
    std::vector<std::string> all;
    for (const ActivationRecord& one : archive_.history(kCity)) all.push_back(one.revision);
    return all;
  }

  std::string back() {
    const auto history = archive_.history(kCity);
    return archive_.put_back(kCity, revision_before(history), history.front().revision, "乙").to;
  }

  // Archived and made active behind the archive's back: what no program would accept.
  void force(const std::string& revision, const Json& files) {
    storage::Database root({.dsn = place_.root_dsn});
    auto session = root.session("");
    session.run("insert into pack_revision (city_id, revision, files, chain) values ($1, $2, $3, '{}')",
                {kCity, revision, files});
    session.run(
        "insert into pack_activation select $1, max(number) + 1, $2, 'activate', now(), 'test' from "
        "pack_activation",
        {kCity, revision});
  }
};

TEST_F(Archive, ServesWhatWasActivatedLast) {
  const std::string first = activate("一"), second = activate("二");
  served_.refresh();
  EXPECT_EQ(served_.current()->find(kCity)->revision, second);
  EXPECT_EQ(mark_of_name(*served_.revision(kCity, first)), "一") << "a pinned revision stays there";
  const Change again = archive_.activate(marked("二"), "甲");
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(again.number, 2);
  EXPECT_THAT(revisions(), ElementsAre(second, first));
}

// X097: back to the revision before, and further back, each a new line of the history.
TEST_F(Archive, GoesBackOneActivationAtATime) {
  const std::string a = activate("一"), b = activate("二"), c = activate("三");
  EXPECT_EQ(back(), b);
  served_.refresh();
  EXPECT_EQ(served_.current()->find(kCity)->revision, b);
  EXPECT_EQ(back(), a);
  EXPECT_EQ(revision_before(archive_.history(kCity)), "") << "nothing before the first";
  EXPECT_EQ(archive_.put_back(kCity, c, a, "乙").to, c);
  EXPECT_EQ(back(), b);
  EXPECT_THAT(revisions(), ElementsAre(b, c, a, b, c, b, a));
}

TEST_F(Archive, GoesBackOnlyToWhatItHasAndFromWhatWasSeen) {
  const std::string a = activate("一"), b = activate("二");
  EXPECT_THROW(archive_.put_back(kCity, "0123456789abcdef", b, "乙"), std::runtime_error);
  EXPECT_THROW(archive_.put_back(kCity, a, a, "乙"), std::runtime_error) << "b was activated meanwhile";
  EXPECT_THAT(revisions(), ElementsAre(b, a));
}

TEST(RevisionNamed, TakesTheFirstDigitsOfOneRevision) {
  const std::vector<ActivationRecord> history = {
      {3, "ab12", "", "", ""}, {2, "ac34", "", "", ""}, {1, "ab12", "", "", ""}};
  EXPECT_EQ(revision_named(history, "ab"), "ab12");
  EXPECT_EQ(revision_named(history, "a"), "");
  EXPECT_EQ(revision_named(history, "b"), "");
}

// X104, X097: who, from what, to what.
TEST_F(Archive, EachChangeHasItsAuditRow) {
  const std::string a = activate("一"), b = activate("二");
  back();
  auto session = database_.session(kCity);
  const auto rows =
      session.run("select actor_name, action, before, after, pack_revision from audit order by id");
  ASSERT_EQ(rows.size(), 3);
  EXPECT_TRUE(rows[0].is_null("before"));
  EXPECT_EQ(rows[1].json("before"), (Json{{"revision", a}, {"activation", 1}}));
  EXPECT_EQ(rows[1].json("after"), (Json{{"revision", b}, {"activation", 2}}));
  EXPECT_EQ(rows[2].text("action"), "pack.rollback");
  EXPECT_EQ(rows[2].text("actor_name"), "乙");
  EXPECT_EQ(rows[2].json("after"), (Json{{"revision", a}, {"activation", 3}}));
}

// X034: publishes at once, forth and back, come one after the other; nobody sees a mix.
TEST_F(Archive, PublishesAtOnceFollowOneAnother) {
  constexpr int kThreads = 8, kRounds = 6;
  std::atomic<bool> done = false;
  std::atomic<int> mixed = 0;
  activate("零");
  std::thread reader([&] {
    while (!done) {
      served_.refresh();
      if (const auto pack = served_.current()->find(kCity)) mixed += !whole(*pack);
    }
  });
  std::atomic<int> refused = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < kThreads; ++i) {
    writers.emplace_back([&, i] {
      for (int round = 0; round < kRounds; ++round) {
        activate("第" + std::to_string(i) + "-" + std::to_string(round));
        try {
          if (round % 3 == 2) back();
        } catch (const std::runtime_error&) {
          ++refused;  // another was quicker, and what it put in force stays
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
  EXPECT_EQ(mixed, 0);
  const auto history = archive_.history(kCity);
  const int backs = kThreads * (kRounds / 3) - refused;
  ASSERT_EQ(static_cast<int>(history.size()), 1 + kThreads * kRounds + backs);
  for (std::size_t i = 0; i < history.size(); ++i)
    EXPECT_EQ(history[i].number, static_cast<std::int64_t>(history.size() - i));
  served_.refresh();
  EXPECT_EQ(served_.current()->find(kCity)->revision, history.front().revision);
  EXPECT_TRUE(served_.failure().empty());
  std::cout << "measured: " << history.size() << " activations of " << kThreads
            << " at once, numbers in a row, " << mixed << " mixed\n";
}

// X097: what is active and does not load leaves the old one in force and is told; going back mends it.
TEST_F(Archive, ARevisionThatDoesNotLoadKeepsTheOldOne) {
  const std::string good = activate("一");
  served_.refresh();
  PackFiles broken = marked("坏");
  broken.chain.back().files["policies.yaml"] += "\nno.such_policy: { value: 1, basis: 临册 一 }\n";
  force("bad0000000000000", broken.to_json());
  served_.refresh();
  EXPECT_EQ(served_.current()->find(kCity)->revision, good);
  EXPECT_THAT(served_.failure(), HasSubstr("no.such_policy"));
  EXPECT_EQ(back(), good);
  served_.refresh();
  EXPECT_EQ(served_.failure(), "");
}

}  // namespace
}  // namespace nrmm::cities

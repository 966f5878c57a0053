#include "machines/collection.hpp"

#include <atomic>
#include <thread>

#include "registry.hpp"

namespace nrmm::machines {
namespace {

// Thirty days, a reminder five days before, with a password, at any desk of the city.
class HandOut : public Registry {
 protected:
  HandOut() {
    packs_.amend(city_, "desk", [](cities::Pack& pack) {
      pack.policies.find("deadlines.collection")->second.undated.value = "30 days";
      pack.policies.find("collection.password")->second.undated.value = true;
      pack.policies.find("collection.at")->second.undated.value = "any_district";
      pack.policies.find("reminders.collection")->second.undated.value = "5 days";
      for (const char* name :
           {"deadlines.collection", "reminders.collection", "collection.password", "collection.at"})
        pack.policies.find(name)->second.dated.clear();
    });
  }

  Json coded() {
    const Filed filed = file(owner_);
    EXPECT_EQ(take(officer_, filed.record, "approve", filed.version).status, 200);
    return machine(owner_, filed.machine).body;
  }
  Result collect(const Json& machine, const std::string& password) {
    return call(officer_, [&](const auto& call) {
      return Desk(personal_, notices_).collect(call, *pack(), machine["code"], password, "");
    });
  }

  int remind() {
    return database_.transact(
        city_, [&](storage::Session& s) { return Desk(personal_, notices_).remind(s, *pack()); });
  }
  int remind_by_many() {
    std::atomic<int> made = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < 6; ++i) workers.emplace_back([&] { made += remind(); });
    for (std::thread& worker : workers) worker.join();
    return made;
  }
  std::int64_t told(const std::string& event) {
    return count("select id from message where event = '" + event + "'");
  }

  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string officer_ = add_account("审核员一", "13900000101", {"district_auditor"}, {district_}, "officer");
};

// F091, F211, R28, R34: the thirtieth day is in time, the next one is flagged and yet handed out.
TEST_F(HandOut, TheLastDayIsInTimeTheNextIsFlagged) {
  const Json first = coded(), second = coded();
  EXPECT_EQ(first["collection"]["district"], nullptr);
  shift_clock("30 days");
  const Result in_time = collect(first, first["collection"]["password"]);
  ASSERT_EQ(in_time.status, 200) << in_time.code;
  EXPECT_EQ(in_time.body["collection"]["overdue"], false);
  shift_clock("31 days");
  EXPECT_EQ(machine(owner_, second["id"]).body["collection"]["overdue"], true);
  const Result late = collect(second, second["collection"]["password"]);
  ASSERT_EQ(late.status, 200) << late.code;
  EXPECT_EQ(late.body["collection"]["overdue"], true);
  shift_clock("60 days");
  EXPECT_EQ(machine(owner_, first["id"]).body["collection"]["overdue"], false);
}

// F091, F017: who filed it as an inspector has no password to collect it by, also when he is none any more.
TEST_F(HandOut, ThePasswordIsNoOfficers) {
  const Json coded = this->coded();
  const std::string id = coded["id"];
  rows("update machine set filed_by = '" + officer_ + "' where id = '" + id + "' returning id");
  EXPECT_TRUE(machine(owner_, id).body["collection"]["password"].is_string());
  EXPECT_TRUE(machine(officer_, id).body["collection"]["password"].is_null());
}

// F211, R34, X036: reminded five days before the last day and told after it, each once whoever runs the
// clock.
TEST_F(HandOut, TheOwnerIsRemindedOnceByWhoeverRunsTheClock) {
  const Json machine = coded();
  shift_clock("24 days");
  EXPECT_EQ(remind_by_many(), 0);
  shift_clock("25 days");
  EXPECT_EQ(remind_by_many(), 1);
  EXPECT_EQ(remind(), 0);
  EXPECT_EQ(told("collection_due"), 1);
  shift_clock("30 days");
  EXPECT_EQ(remind(), 0);
  shift_clock("31 days");
  EXPECT_EQ(remind_by_many(), 1);
  EXPECT_EQ(told("collection_overdue"), 1);
  shift_clock("90 days");
  EXPECT_EQ(remind(), 0);
  const Json message =
      rows("select account_id, subject_id, text from message where event = 'collection_due'");
  EXPECT_EQ(message[0]["account_id"], owner_);
  EXPECT_EQ(message[0]["subject_id"], machine["id"]);
  EXPECT_NE(message[0]["text"].get<std::string>().find(machine["collection"]["last_day"]), std::string::npos);
}

// F211: one whose owner cannot be told stops no other; it is told of and tried again on the next day.
TEST_F(HandOut, OneThatCannotBeToldStopsNoOther) {
  const std::string broken = coded()["id"], sound = coded()["id"];
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  root.session("").run(
      "alter table message add constraint broken check (event <> 'collection_due' or subject_id <> '" +
      broken + "')");
  std::vector<std::string> stuck;
  const auto remind_all = [&] {
    database_.transact(city_, [&](storage::Session& s) {
      Desk(personal_, notices_).remind(s, *pack(), [&](const Collection& one, const std::string& reason) {
        stuck.push_back(one.machine + " " + reason);
      });
    });
  };
  shift_clock("25 days");
  remind_all();
  EXPECT_EQ(stuck, std::vector{broken + " SQLSTATE 23514"});
  EXPECT_EQ(count("select id from message where event = 'collection_due' and subject_id = '" + sound + "'"),
            1);
  remind_all();
  EXPECT_EQ(stuck.size(), 1u);
  root.session("").run("alter table message drop constraint broken");
  shift_clock("26 days");
  remind_all();
  EXPECT_EQ(told("collection_due"), 2);
}

// F211: who has collected hears nothing, nor does the owner of a machine that left the register meanwhile.
TEST_F(HandOut, WhereNothingIsToBeCollectedNobodyIsReminded) {
  const Json collected = coded(), gone = coded();
  ASSERT_EQ(collect(collected, collected["collection"]["password"]).status, 200);
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  root.session("").run("update machine set state = 'deregistered' where id = $1",
                       {gone["id"].get<std::string>()});
  for (const char* days : {"25 days", "31 days"}) {
    shift_clock(days);
    remind();
  }
  EXPECT_EQ(told("collection_due") + told("collection_overdue"), 0);
  EXPECT_EQ(count("select serial from collection where wake_on is not null"), 0);
}

// X066: the lock ends by itself. No password lies open in the database.
TEST_F(HandOut, TheLockEnds) {
  const Json machine = coded();
  const std::string password = machine["collection"]["password"];
  const Json stored = rows("select password_sealed from collection");
  EXPECT_EQ(stored[0]["password_sealed"].get<std::string>().find(password), std::string::npos);
  database_.transact(city_, [&](storage::Session& s) {
    s.run("update collection set locked_until = nrmm_now() + interval '1 hour'");
  });
  EXPECT_EQ(collect(machine, password).status, 429);
  shift_clock("1 hour");
  EXPECT_EQ(collect(machine, password).status, 200);
}

}  // namespace
}  // namespace nrmm::machines

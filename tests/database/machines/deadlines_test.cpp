#include <atomic>
#include <thread>

#include "registry.hpp"

namespace nrmm::machines {
namespace {

// Three working days, a reminder one working day before, by the calendar of 2026: 10-01 to 10-07 are off,
// Saturday 10-10 is worked.
class Deadlines : public Registry {
 protected:
  Deadlines() {
    packs_.amend(city_, "timed", [](cities::Pack& pack) {
      const auto put = [&](const char* name, const char* value) {
        cities::Policy policy;
        policy.name = name;
        policy.type = "duration";
        policy.undated.value = value;
        pack.policies[name] = policy;
      };
      put("deadlines.test", "3 working days");
      put("reminders.test", "1 working days");
      cities::State& waiting =
          pack.workflows.find("machine_registration")->second.states.find("in_review")->second;
      waiting.due = "deadlines.test";
      waiting.remind = "reminders.test";
    });
    set_clock("2026-09-30 10:00:00+08");
  }

  void set_clock(const std::string& time) {
    storage::Database root({.dsn = place_.root_dsn, .pool = 1});
    storage::Session session = root.session("");
    session.run(
        "insert into demo_clock (shift) values ($1::timestamptz - now()) on conflict (only_row) do update "
        "set shift = "
        "excluded.shift",
        {time});
  }
  int run() {
    return database_.transact(city_, [&](storage::Session& s) { return cases_.run_late(s); });
  }
  int run(std::vector<std::string>& stuck) {
    return database_.transact(city_, [&](storage::Session& s) {
      return cases_.run_late(
          s, [&](const auto& record, const auto& reason) { stuck.push_back(record.id + " " + reason); });
    });
  }
  int run_by_many() {
    std::atomic<int> made = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < 6; ++i) workers.emplace_back([&] { made += run(); });
    for (std::thread& worker : workers) worker.join();
    return made;
  }
  Json told(const std::string& event) {
    return rows("select account_id, text, subject_type from message where event = '" + event +
                "' order by account_id");
  }

  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string officer_ = add_account("审核员一", "13900000101", {"district_auditor"}, {district_}, "officer");
  std::string colleague_ =
      add_account("审核员二", "13900000102", {"district_auditor"}, {district_}, "officer");
  std::string neighbour_ =
      add_account("审核员三", "13900000103", {"district_auditor"}, {other_district_}, "officer");
};

// F081, F212, X036, X113: reminded on the working day before, overdue from midnight after the last day, each
// once whoever runs the clock; the office hears of it, the neighbouring one does not.
TEST_F(Deadlines, TheOfficeIsRemindedBeforeAndToldAfter) {
  const Filed filed = file(owner_);
  EXPECT_EQ(one_case(officer_, filed.record).body["due_at"], "2026-10-10T23:59:59+08:00");
  set_clock("2026-10-08 23:59:30+08");
  EXPECT_EQ(run(), 0);
  set_clock("2026-10-09 00:00:00+08");
  EXPECT_EQ(run_by_many(), 1);
  EXPECT_EQ(told("review_due").size(), 2u);
  EXPECT_EQ(told("review_due")[0]["subject_type"], "case");
  EXPECT_NE(told("review_due")[0]["text"].get<std::string>().find("2026-10-10"), std::string::npos);
  EXPECT_EQ(run(), 0);

  set_clock("2026-10-10 23:59:30+08");
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(queue(officer_, {{"overdue", "true"}}).body["items"].size(), 0u);
  EXPECT_EQ(one_case(officer_, filed.record).body["overdue"], false);
  set_clock("2026-10-11 00:00:00+08");
  EXPECT_EQ(queue(officer_, {{"overdue", "true"}}).body["items"].size(), 1u);
  EXPECT_EQ(one_case(officer_, filed.record).body["overdue"], true);
  EXPECT_EQ(run_by_many(), 1);
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(told("review_overdue").size(), 2u);
  EXPECT_EQ(count("select id from message where account_id = '" + neighbour_ + "'"), 0);
  const Json totals = call(officer_, [&](const auto& call) { return cases_.summary(call); }).body["totals"];
  EXPECT_EQ(totals["overdue"], 1);
}

// F081: who holds it is reminded, his colleagues are not; a decision in time ends it.
TEST_F(Deadlines, TheHolderIsRemindedAlone) {
  const Filed filed = file(owner_);
  const Result claimed = take(officer_, filed.record, "claim", filed.version);
  set_clock("2026-10-09 09:00:00+08");
  EXPECT_EQ(run(), 1);
  ASSERT_EQ(told("review_due").size(), 1u);
  EXPECT_EQ(told("review_due")[0]["account_id"], officer_);
  ASSERT_EQ(take(officer_, filed.record, "approve", claimed.body["version"].get<std::int64_t>()).status, 200);
  set_clock("2026-10-20 09:00:00+08");
  EXPECT_EQ(run(), 0);
  const Json times = rows("select working_days, late, phase from review_time");
  ASSERT_EQ(times.size(), 1u);
  EXPECT_EQ(times[0]["working_days"], 2);  // 10-08 and 10-09
  EXPECT_EQ(times[0]["late"], false);
}

// F081: one whom nobody told in time (the server was down) is told once that it is late; the time says so.
TEST_F(Deadlines, WhatWasSleptThroughIsLate) {
  const Filed filed = file(owner_);
  set_clock("2026-10-12 09:00:00+08");
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(told("review_due").size(), 0u);
  EXPECT_EQ(told("review_overdue").size(), 2u);
  ASSERT_EQ(take(officer_, filed.record, "return", filed.version, "missing").status, 200);
  const Json times = rows("select working_days, late, phase from review_time");
  EXPECT_EQ(times[0]["late"], true);
  EXPECT_EQ(times[0]["phase"], "returned");
  EXPECT_EQ(one_case(officer_, filed.record).body["overdue"], false);
}

// F081: a case whose rules do not load here stops no other's clock; it is told of and tried again.
TEST_F(Deadlines, OneThatCannotGoOnStopsNoOther) {
  const Filed broken = file(owner_), sound = file(owner_);
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  root.session("").run("update review_case set revision = '0000000000000000' where id = $1", {broken.record});
  set_clock("2026-10-09 09:00:00+08");
  std::vector<std::string> stuck;
  EXPECT_EQ(run(stuck), 2);
  EXPECT_EQ(stuck, std::vector{broken.record + " pack.unavailable"});
  EXPECT_EQ(told("review_due").size(), 2u);
  EXPECT_EQ(count("select id from review_case where id = '" + sound.record + "' and wake_at > due_at"), 1);
  EXPECT_EQ(run(stuck), 0);
  set_clock("2026-10-09 10:05:00+08");
  EXPECT_EQ(run(stuck), 1);
  EXPECT_EQ(stuck.size(), 2u);
}

// X113: a filing's first day is the city's, whatever the server's own clock is set to: a second before
// midnight and at midnight in Shanghai it is the afternoon before in UTC, and elsewhere yesterday still.
TEST_F(Deadlines, TheFirstDayIsTheCitys) {
  struct Case {
    const char* filed;
    const char* due;
  };
  const Case kCases[] = {{"2028-02-28 23:59:59+08", "2028-03-02T23:59:59+08:00"},
                         {"2028-02-29 00:00:00+08", "2028-03-03T23:59:59+08:00"},
                         {"2028-02-29 23:59:59+08", "2028-03-03T23:59:59+08:00"},
                         {"2028-03-01 00:00:00+08", "2028-03-06T23:59:59+08:00"},
                         {"2027-04-14 23:59:59+08", "2027-04-19T23:59:59+08:00"},
                         {"2027-04-15 00:00:00+08", "2027-04-20T23:59:59+08:00"}};
  int hour = 0;
  for (const char* zone : {"UTC", "America/Los_Angeles", "Pacific/Kiritimati"}) {
    ASSERT_EQ(::setenv("TZ", zone, 1), 0);
    ::tzset();
    for (const Case& each : kCases) {
      set_clock(each.filed);
      const std::string owner = add_account("甲", "1371234" + std::to_string(1000 + ++hour), {"owner"});
      EXPECT_EQ(one_case(officer_, file(owner).record).body["due_at"], each.due)
          << each.filed << " in " << zone;
    }
  }
  ::unsetenv("TZ");
  ::tzset();
}

// X114: the last second of a rule set and the first after it.
TEST_F(Deadlines, ARuleSetEndsAtMidnightOfTheCity) {
  packs_.amend(city_, "ending", [](cities::Pack& pack) { pack.to = *Date::parse("2028-03-27"); });
  set_clock("2028-03-27 12:00:00+08");
  const Filed open = file(owner_);
  set_clock("2028-03-27 23:59:30+08");
  EXPECT_NO_THROW(file(owner_));
  set_clock("2028-03-28 00:00:00+08");
  const Result drafted = create(owner_, complete(owner_));
  ASSERT_EQ(drafted.status, 200);
  EXPECT_EQ(submit(owner_, drafted.body["id"]).code, "pack.not_effective");
  EXPECT_EQ(take(officer_, open.record, "approve", open.version).status, 200) << "what is open ends under it";
}

// X113: the calendar's own sums.
TEST_F(Deadlines, WorkingDaysAreTheCalendars) {
  const auto day = [](const char* iso) { return *Date::parse(iso); };
  const auto pack = this->pack();
  EXPECT_EQ(pack->working_days(day("2026-09-30"), day("2026-10-10")), 3);
  EXPECT_EQ(pack->working_days(day("2026-10-10"), day("2026-10-10")), 0);
  EXPECT_EQ(pack->working_days(day("2026-10-10"), day("2026-10-01")), 0);
  EXPECT_EQ(pack->before({1, true}, day("2026-10-08")), day("2026-09-30"));
  EXPECT_EQ(pack->before({10, false}, day("2026-03-05")), day("2026-02-23"));
}

}  // namespace
}  // namespace nrmm::machines

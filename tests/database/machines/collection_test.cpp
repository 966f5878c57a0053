#include "machines/collection.hpp"

#include "registry.hpp"

namespace nrmm::machines {
namespace {

// Thirty days, with a password, at any desk of the city.
class HandOut : public Registry {
 protected:
  HandOut() {
    packs_.amend(city_, "desk", [](cities::Pack& pack) {
      pack.policies.find("deadlines.collection")->second.undated.value = "30 days";
      pack.policies.find("collection.password")->second.undated.value = true;
      pack.policies.find("collection.at")->second.undated.value = "any_district";
      for (const char* name : {"deadlines.collection", "collection.password", "collection.at"})
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

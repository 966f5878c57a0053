#include <iostream>
#include <thread>

#include "registry.hpp"

namespace nrmm::machines {
namespace {

class Review : public Registry {
 protected:
  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string officer_ = add_account("审核员一", "13900000101", {"district_auditor"}, {district_}, "officer");
};

template <class Work>
std::vector<Result> at_once(int count, Work work) {
  std::vector<Result> results(static_cast<std::size_t>(count));
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&, i] { results[static_cast<std::size_t>(i)] = work(i); });
  for (std::thread& thread : threads) thread.join();
  return results;
}

// F074, F084, F090: an approval gives the machine its code, tells the owner and leaves a way to say why.
TEST_F(Review, AnApprovalIssuesTheCode) {
  const Filed filed = file(owner_);
  const Result seen = one_case(officer_, filed.record);
  ASSERT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body["phase"], "open");
  EXPECT_EQ(seen.body["kind"], "machine_registration");
  EXPECT_FALSE(seen.body["office"]["phone"].is_null());

  const Result approved = take(officer_, filed.record, "approve", filed.version);
  ASSERT_EQ(approved.status, 200) << approved.code;
  EXPECT_EQ(approved.body["phase"], "approved");
  EXPECT_TRUE(approved.body["transitions"].empty());

  const Json machine = this->machine(owner_, filed.machine).body;
  EXPECT_EQ(machine["state"], "approved");
  EXPECT_EQ(machine["code"].get<std::string>().substr(1), "-" + machine["serial"].get<std::string>());
  EXPECT_EQ(count("select serial from code_ledger"), 1);
  EXPECT_EQ(count("select id from message where account_id = '" + owner_ + "' and event = 'code_issued'"), 1);
  EXPECT_EQ(count("select id from outbox where channel = 'sms'"), 1);
  EXPECT_EQ(
      count("select id from audit where action = 'case.approve' and object_id = '" + filed.record + "'"), 1);
}

// X025: 32 approvals of one filing at once: one succeeds, the others are told the winner's name; one serial.
TEST_F(Review, OfThirtyTwoApprovalsAtOnceOneSucceeds) {
  const Filed filed = file(owner_);
  std::vector<std::string> officers;
  for (int i = 0; i < 32; ++i)
    officers.push_back(add_account("审核员" + std::to_string(i), std::to_string(13800000000 + i),
                                   {"district_auditor"}, {district_}, "officer"));
  const auto results = at_once(32, [&](int i) {
    return take(officers[static_cast<std::size_t>(i)], filed.record, "approve", filed.version);
  });

  const Json winner = rows("select actor_name from case_event where transition = 'approve'");
  ASSERT_EQ(winner.size(), 1u);
  int succeeded = 0;
  for (const Result& result : results) {
    if (result.status == 200) {
      ++succeeded;
      continue;
    }
    EXPECT_EQ(result.status, 409);
    EXPECT_EQ(result.code, "case.changed");
    EXPECT_EQ(result.body["by"], winner[0]["actor_name"]);
  }
  EXPECT_EQ(succeeded, 1);
  EXPECT_EQ(count("select serial from code_ledger"), 1);
  EXPECT_EQ(count("select id from message"), 1);
  std::cout << "measured: 32 approvals at once, " << succeeded << " succeeded, 1 code\n";
}

// X028: the same PIN filed by 16 owners at once and approved at once gives one code; whoever comes later sees
// that others filed it.
TEST_F(Review, OnePinFiledBySixteenOwnersGetsOneCode) {
  std::vector<std::string> owners;
  for (int i = 0; i < 16; ++i)
    owners.push_back(add_account("机主" + std::to_string(i), std::to_string(13700000000 + i), {"owner"}));
  std::vector<Filed> filed(16);
  at_once(16, [&](int i) {
    const auto at = static_cast<std::size_t>(i);
    filed[at] = file(owners[at], {{"pin", "XUG0215DTSCA99999"}});
    return Result{};
  });
  int flagged = 0;
  for (const Filed& one : filed) {
    const Json findings = one_case(officer_, one.record).body["findings"];
    for (const Json& finding : findings)
      flagged += finding["field"] == "pin" && finding["code"] == "duplicate_open";
  }
  EXPECT_EQ(flagged, 15);

  const auto results = at_once(16, [&](int i) {
    const Filed& one = filed[static_cast<std::size_t>(i)];
    return take(officer_, one.record, "approve", one.version);
  });
  int succeeded = 0;
  for (const Result& result : results) {
    if (result.status == 200)
      ++succeeded;
    else
      EXPECT_EQ(result.code, "machine.duplicate");
  }
  EXPECT_EQ(succeeded, 1);
  EXPECT_EQ(count("select serial from code_ledger"), 1);
  EXPECT_EQ(count("select id from machine where state = 'approved'"), 1);
  EXPECT_EQ(count("select id from machine where state = 'in_review'"), 15);
  std::cout << "measured: one number filed by 16 owners, " << flagged << " flagged, " << succeeded
            << " code\n";
}

// F031, R16: what is registered is not filed again where the pack refuses it; where it flags, the reviewer
// decides.
TEST_F(Review, ARegisteredPinIsRefusedOrFlaggedAsThePackSays) {
  const Json pin = {{"pin", "XUG0215DTSCA88888"}};
  const Filed first = file(owner_, pin);
  ASSERT_EQ(take(officer_, first.record, "approve", first.version).status, 200);

  Json again = complete(owner_);
  again.update(pin);
  const std::string draft = create(owner_, again).body["id"];
  const Result refused = submit(owner_, draft);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.codes_of("pin"), std::vector<std::string>{"duplicate"});

  packs_.amend(city_, "flagging", [](cities::Pack& pack) {
    pack.policies.find("filing.duplicates")->second.undated.value = "flag";
  });
  const Result flagged = submit(owner_, draft);
  ASSERT_EQ(flagged.status, 200);
  const Result second = take(officer_, flagged.body["case"]["id"], "approve",
                             flagged.body["case"]["version"].get<std::int64_t>());
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.code, "machine.duplicate");
}

// X031: what the officer did not see he does not approve.
TEST_F(Review, AnApprovalOfWhatWasAmendedSinceIsRefused) {
  const Filed filed = file(owner_);
  const Result returned = take(officer_, filed.record, "return", filed.version, "unclear_photo");
  ASSERT_EQ(returned.status, 200);
  ASSERT_EQ(submit(owner_, filed.machine).status, 200);

  for (const std::int64_t stale : {filed.version, returned.body["version"].get<std::int64_t>()}) {
    const Result result = take(officer_, filed.record, "approve", stale);
    EXPECT_EQ(result.status, 409);
    EXPECT_EQ(result.code, "case.changed");
    EXPECT_EQ(result.body["by"], "甲");
  }
  EXPECT_EQ(count("select serial from code_ledger"), 0);
}

// F077, F048: returned with remarks per field, amended, the same case.
TEST_F(Review, AReturnedFilingIsAmendedAndHandedInAgain) {
  const Filed filed = file(owner_);
  const Json remarks = {{{"field", "photos_body"}, {"text", "看不清号牌"}}};
  const Result returned = take(officer_, filed.record, "return", filed.version, "unclear_photo", remarks);
  ASSERT_EQ(returned.status, 200) << returned.code;
  EXPECT_EQ(returned.body["phase"], "returned");

  const Json machine = this->machine(owner_, filed.machine).body;
  EXPECT_EQ(machine["state"], "returned");
  const Json event = machine["case"]["events"].back();
  EXPECT_EQ(event["reason"], "照片不清晰");
  EXPECT_EQ(event["remarks"], remarks);
  EXPECT_EQ(count("select id from message where event = 'returned' and text like '%照片不清晰%'"), 1);

  Json answers = machine["answers"];
  answers["place"] = "另一处";
  ASSERT_EQ(replace(owner_, filed.machine, answers, machine["version"].get<std::int64_t>()).status, 200);
  const Result again = submit(owner_, filed.machine);
  ASSERT_EQ(again.status, 200) << again.code << again.findings.dump();
  EXPECT_EQ(again.body["case"]["id"], filed.record);
  EXPECT_EQ(again.body["case"]["subject"]["answers"]["place"], "另一处");
  EXPECT_EQ(count("select id from review_case"), 1);
}

TEST_F(Review, AReturnWantsAReasonAndRemarksOfTheForm) {
  const Filed filed = file(owner_);
  EXPECT_EQ(take(officer_, filed.record, "return", filed.version).codes_of("reason"),
            std::vector<std::string>{"required"});
  EXPECT_EQ(take(officer_, filed.record, "return", filed.version, std::string(501, 'x')).codes_of("reason"),
            std::vector<std::string>{"max_length"});
  const Json unknown = {{{"field", "no_such_field"}, {"text", "？"}}};
  EXPECT_EQ(
      take(officer_, filed.record, "return", filed.version, "missing", unknown).codes_of("no_such_field"),
      std::vector<std::string>{"unknown_field"});
  const Json misshapen = {{{"field", "place"}, {"text", "一"}, {"state", "approved"}}};
  EXPECT_EQ(take(officer_, filed.record, "return", filed.version, "missing", misshapen).status, 400);
  EXPECT_EQ(one_case(officer_, filed.record).body["version"], filed.version);
}

// F078, F083: the end is the end.
TEST_F(Review, ARefusedFilingIsLocked) {
  const Filed filed = file(owner_);
  ASSERT_EQ(take(officer_, filed.record, "refuse", filed.version, "自定的理由").body["phase"], "refused");
  EXPECT_EQ(submit(owner_, filed.machine).code, "machine.locked");
  EXPECT_EQ(take(officer_, filed.record, "approve", filed.version + 1).code, "case.transition");
  EXPECT_EQ(machine(owner_, filed.machine).body["case"]["events"].back()["reason"], "自定的理由");
}

// Claiming keeps others away until it is released.
TEST_F(Review, AClaimedCaseIsTheHolders) {
  const std::string other =
      add_account("审核员二", "13900000102", {"district_auditor"}, {district_}, "officer");
  const Filed filed = file(owner_);
  const Result claimed = take(officer_, filed.record, "claim", filed.version);
  ASSERT_EQ(claimed.status, 200);
  const auto version = claimed.body["version"].get<std::int64_t>();
  EXPECT_EQ(claimed.body["claimed_by"], "审核员一");

  for (const char* transition : {"approve", "claim", "release"}) {
    const Result result = take(other, filed.record, transition, version);
    EXPECT_EQ(result.code, "case.claimed") << transition;
    EXPECT_EQ(result.body["by"], "审核员一");
  }
  EXPECT_TRUE(one_case(other, filed.record).body["transitions"].empty());
  EXPECT_EQ(queue(other, {{"mine", "true"}}).body["items"].size(), 0u);
  EXPECT_EQ(queue(officer_, {{"mine", "true"}}).body["items"].size(), 1u);

  const Result released = take(officer_, filed.record, "release", version);
  ASSERT_EQ(released.status, 200);
  EXPECT_EQ(take(other, filed.record, "approve", released.body["version"].get<std::int64_t>()).status, 200);
}

// F074: of two who claim at once one has it, and the other hears who.
TEST_F(Review, OfTwoWhoClaimAtOnceOneHasIt) {
  const std::string other =
      add_account("审核员二", "13900000102", {"district_auditor"}, {district_}, "officer");
  for (int round = 0; round < 5; ++round) {
    const Filed filed = file(owner_);
    const auto results = at_once(
        8, [&](int i) { return take(i % 2 == 0 ? officer_ : other, filed.record, "claim", filed.version); });
    const Json holder = one_case(officer_, filed.record).body["claimed_by"];
    int claimed = 0;
    for (const Result& result : results) {
      if (result.status == 200) ++claimed;
      if (result.code == "case.claimed") {
        EXPECT_EQ(result.body["by"], holder);
      }
    }
    EXPECT_EQ(claimed, 1);
  }
}

// X073: nobody decides his own matter, also not under another account.
TEST_F(Review, NobodyReviewsHisOwn) {
  const std::string both = add_account("丙", "13900000003", {"owner", "district_auditor"}, {district_});
  const Filed own = file(both);
  const Result refused = take(both, own.record, "approve", own.version);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code, "case.own");
  EXPECT_TRUE(one_case(both, own.record).body["transitions"].empty());

  const std::string desk = add_account("甲", "13900000001", {"district_auditor"}, {district_}, "officer");
  const Filed filed = file(owner_);
  EXPECT_EQ(take(desk, filed.record, "approve", filed.version).code, "case.own");
  EXPECT_EQ(take(desk, filed.record, "claim", filed.version).code, "case.own");
  EXPECT_EQ(take(officer_, filed.record, "approve", filed.version).status, 200);
}

// X071: an officer of another district sees nothing; the city's level sees both and decides neither.
TEST_F(Review, DistrictsAreApart) {
  const std::string stranger =
      add_account("审核员三", "13900000103", {"district_auditor"}, {other_district_}, "officer");
  const std::string city = add_account("市局", "13900000104", {"city_auditor"}, {}, "officer");
  const Filed here = file(owner_);
  const Filed there = file(owner_, {{"registration_district", other_district_}});

  EXPECT_EQ(one_case(stranger, here.record).status, 404);
  EXPECT_EQ(why(stranger, here.record).status, 404);
  EXPECT_EQ(take(stranger, here.record, "approve", here.version).status, 404);
  EXPECT_EQ(machine(stranger, here.machine).status, 404);
  EXPECT_EQ(queue(stranger).body["items"].size(), 1u);
  EXPECT_EQ(queue(stranger, {{"district", district_}}).body["items"].size(), 0u);
  EXPECT_EQ(machines(stranger).body["items"][0]["id"], there.machine);
  EXPECT_EQ(machines(stranger, {{"district", district_}}).body["items"].size(), 0u);

  EXPECT_EQ(queue(city).body["items"].size(), 2u);
  EXPECT_EQ(take(city, here.record, "approve", here.version).status, 403);
}

// X068, X069: another owner's case and machine are as if they were not there.
TEST_F(Review, OwnersAreApart) {
  const std::string other = add_account("乙", "13900000002", {"owner"});
  const Filed filed = file(owner_);
  EXPECT_EQ(one_case(other, filed.record).status, 404);
  EXPECT_EQ(machine(other, filed.machine).status, 404);
  EXPECT_EQ(submit(other, filed.machine).status, 404);
  EXPECT_EQ(replace(other, filed.machine, Json::object(), 1).status, 404);
  EXPECT_EQ(remove(other, filed.machine).status, 404);
  EXPECT_EQ(machines(other).body["items"].size(), 0u);
  for (const char* id : {"", "1", "not-an-id", "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_EQ(one_case(owner_, id).status, 404) << id;
    EXPECT_EQ(machine(owner_, id).status, 404) << id;
  }
}

// The queue is oldest first and pages without a gap.
TEST_F(Review, TheQueuePagesOldestFirst) {
  std::vector<std::string> filed;
  for (int i = 0; i < 5; ++i) filed.push_back(file(owner_).record);
  std::vector<std::string> seen;
  Json query = Json::object();
  for (int page = 0; page < 5; ++page) {
    const Json body = queue(officer_, query, 2).body;
    for (const Json& item : body["items"]) seen.push_back(item["id"]);
    if (body["next"].is_null()) break;
    query["cursor"] = body["next"];
  }
  EXPECT_EQ(seen, filed);
  EXPECT_EQ(queue(officer_, {{"phase", "approved"}}).body["items"].size(), 0u);
  EXPECT_EQ(queue(officer_, {{"kind", "machine_registration"}, {"phase", "open"}}).body["items"].size(), 5u);
}

}  // namespace
}  // namespace nrmm::machines

#include <iostream>
#include <thread>

#include "registry.hpp"

namespace nrmm::machines {
namespace {

class Filing : public Registry {
 protected:
  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string officer_ = add_account("审核员一", "13900000101", {"district_auditor"}, {district_}, "officer");
};

// F024, F048: a draft may be incomplete, is replaced as a whole and thrown away; a stale version is refused.
TEST_F(Filing, ADraftIsAmendedUnderItsVersion) {
  const Result drafted = create(owner_, {{"place", "某处"}});
  ASSERT_EQ(drafted.status, 200);
  EXPECT_EQ(drafted.body["state"], "draft");
  EXPECT_TRUE(drafted.body["case"].is_null());
  const std::string id = drafted.body["id"];

  const Result changed = replace(owner_, id, {{"fuel", "electric"}}, 1);
  ASSERT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body["answers"], (Json{{"fuel", "electric"}}));
  EXPECT_EQ(replace(owner_, id, {{"fuel", "diesel"}}, 1).code, "request.stale");
  EXPECT_EQ(machine(officer_, id).status, 404);

  EXPECT_EQ(remove(owner_, id).status, 200);
  EXPECT_EQ(machine(owner_, id).status, 404);
}

// X081: a draft takes the form's fields only, of their types.
TEST_F(Filing, ADraftTakesNothingTheFormDoesNotAsk) {
  for (const char* name : {"state", "serial", "owner_id", "city_id", "approved_at"})
    EXPECT_EQ(create(owner_, {{name, "x"}}).status, 400) << name;
  EXPECT_EQ(create(owner_, {{"power_kw", "128"}}).status, 400);
}

// F026: every finding at once, and nothing is filed.
TEST_F(Filing, AnIncompleteFilingIsRefusedWithEveryFinding) {
  const std::string id = create(owner_, {{"place", "某处"}}).body["id"];
  const Result refused = submit(owner_, id);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.code, "form.refused");
  EXPECT_GT(refused.findings.size(), 10u);
  EXPECT_EQ(machine(owner_, id).body["state"], "draft");
  EXPECT_EQ(count("select id from review_case"), 0);
}

// F043, F046, F079: the stage and its reason come back, and the office that reviews.
TEST_F(Filing, ASubmissionSaysStageAndOffice) {
  const std::string id = create(owner_, complete(owner_)).body["id"];
  const Result filed = submit(owner_, id);
  ASSERT_EQ(filed.status, 200) << filed.findings.dump();
  const Json& stage = filed.body["derived"]["emission_stage"];
  EXPECT_TRUE(stage["value"].is_string());
  EXPECT_FALSE(stage["basis"].get<std::string>().empty());
  const Json machine = this->machine(owner_, id).body;
  EXPECT_EQ(machine["state"], "in_review");
  EXPECT_EQ(machine["emission_stage"], stage["value"]);
  EXPECT_FALSE(machine["case"]["office"]["name"].get<std::string>().empty());
}

// F083: nothing is changed while it is reviewed, nor once it is approved.
TEST_F(Filing, UnderReviewAndApprovedItIsLocked) {
  const Filed filed = file(owner_);
  const auto version = machine(owner_, filed.machine).body["version"].get<std::int64_t>();
  EXPECT_EQ(replace(owner_, filed.machine, Json::object(), version).code, "machine.in_review");
  EXPECT_EQ(remove(owner_, filed.machine).code, "machine.in_review");
  EXPECT_EQ(submit(owner_, filed.machine).code, "machine.in_review");
  ASSERT_EQ(take(officer_, filed.record, "approve", filed.version).status, 200);
  const auto approved = machine(owner_, filed.machine).body["version"].get<std::int64_t>();
  EXPECT_EQ(replace(owner_, filed.machine, Json::object(), approved).code, "machine.locked");
  EXPECT_EQ(remove(owner_, filed.machine).code, "machine.locked");
}

// I4: of many submissions at once one opens a case.
TEST_F(Filing, OneDraftOpensOneCase) {
  const std::string id = create(owner_, complete(owner_)).body["id"];
  std::vector<int> statuses(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < statuses.size(); ++i)
    threads.emplace_back([&, i] { statuses[i] = submit(owner_, id).status; });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 7);
  EXPECT_EQ(count("select id from review_case"), 1);
}

// X069: a photo counts when one of the filing's own people uploaded it.
TEST_F(Filing, AnothersPhotoIsNoPhoto) {
  const std::string other = add_account("乙", "13900000002", {"owner"});
  Json answers = complete(owner_);
  answers["photo_label"] = add_photo(other);
  answers["photos_body"] = {add_photo(owner_), "00000000-0000-7000-8000-000000000000"};
  const Result refused = submit(owner_, create(owner_, answers).body["id"]);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.codes_of("photo_label"), std::vector<std::string>{"photo"});
  EXPECT_EQ(refused.codes_of("photos_body"), std::vector<std::string>{"photo"});
}

// I12: phone and ID number are masked in every answer, and nowhere in the database in clear.
TEST_F(Filing, PersonalValuesAreMaskedAndSealed) {
  const Filed filed = file(owner_);
  ASSERT_EQ(take(officer_, filed.record, "return", filed.version, "missing").status, 200);
  for (const auto& account : {owner_, officer_}) {
    const Json seen = machine(account, filed.machine).body;
    EXPECT_EQ(seen["answers"]["id_number"], "110***********002X");
    EXPECT_EQ(seen["answers"]["contact_phone"], "139****0001");
    EXPECT_EQ(one_case(account, filed.record).body["subject"]["answers"]["contact_phone"], "139****0001");
    EXPECT_EQ(why(account, filed.record).body.dump().find("11010519491231002X"), std::string::npos);
  }
  for (const char* table :
       {"machine", "review_case", "decision", "case_event", "outbox", "audit", "message", "account"}) {
    const std::string all = rows("select * from " + std::string(table)).dump();
    EXPECT_EQ(all.find("11010519491231002X"), std::string::npos) << table;
    EXPECT_EQ(all.find("13900000001"), std::string::npos) << table;
  }
}

// A form that shows masks is sent back as it is: the stored values stay and are judged in clear.
TEST_F(Filing, MaskedAnswersSentBackStillPass) {
  const std::string id = create(owner_, complete(owner_)).body["id"];
  const Json seen = machine(owner_, id).body;
  ASSERT_EQ(replace(owner_, id, seen["answers"], seen["version"].get<std::int64_t>()).status, 200);
  EXPECT_EQ(submit(owner_, id).status, 200);
}

// What was shown masked can be checked before it is sent; another's machine opens nothing.
TEST_F(Filing, MaskedAnswersOfOnesOwnMachineAreCheckedInClear) {
  const std::string id = create(owner_, complete(owner_)).body["id"];
  const Json shown = machine(owner_, id).body["answers"];
  const cities::Form& form = *pack()->form("machine");
  const auto unmasked = [&](const std::string& account) {
    return call(account, [&](const auto& call) { return service_.unmasked(call, form, id, shown); });
  };
  EXPECT_EQ(unmasked(owner_).body["id_number"], "11010519491231002X");
  EXPECT_EQ(unmasked(add_account("乙", "13900000002", {"owner"})).status, 404);
}

// I8: the case keeps the revision it began with; a new filing is under the one in force.
TEST_F(Filing, ACaseEndsUnderTheRevisionItBeganWith) {
  const std::string began = pack()->revision;
  const Filed filed = file(owner_);
  packs_.amend(city_, "stricter", [](cities::Pack& pack) {
    pack.forms.find("machine")->second.fields.find("factory_number")->second.required =
        cities::Condition::always();
    pack.workflows.find("machine_registration")->second.transitions.find("return")->second.label = "新名";
  });
  const Result returned = take(officer_, filed.record, "return", filed.version, "missing");
  ASSERT_EQ(returned.status, 200);
  EXPECT_NE(returned.body["events"].back()["label"], "新名");
  const Result again = submit(owner_, filed.machine);
  ASSERT_EQ(again.status, 200) << again.findings.dump();
  for (const Json& decision : why(owner_, filed.record).body["decisions"])
    EXPECT_EQ(decision["pack_revision"], began);

  const Result fresh = submit(owner_, create(owner_, complete(owner_)).body["id"]);
  EXPECT_EQ(fresh.codes_of("factory_number"), std::vector<std::string>{"required"});
}

// Rule 5 of the architecture: every rule that ran is there with basis, revision and inputs, and so is the
// officer's reason.
TEST_F(Filing, WhyNamesRulesAndReasons) {
  const Filed filed = file(owner_);
  ASSERT_EQ(take(officer_, filed.record, "return", filed.version, "unclear_photo").status, 200);
  const Json decisions = why(owner_, filed.record).body["decisions"];
  bool stage = false, reason = false;
  for (const Json& decision : decisions) {
    EXPECT_FALSE(decision["rule"].get<std::string>().empty());
    EXPECT_FALSE(decision["at"].get<std::string>().empty());
    stage = stage || (decision["outcome"] == "derived" && decision["inputs"].contains("fuel"));
    reason = reason || (decision["outcome"] == "returned" && decision["message"] == "照片不清晰" &&
                        !decision["basis"].get<std::string>().empty());
  }
  EXPECT_TRUE(stage);
  EXPECT_TRUE(reason);
}

// R01: where the city reviews profiles first, nobody files before that.
TEST_F(Filing, AnUnapprovedProfileFilesNothing) {
  packs_.amend(city_, "profiles", [](cities::Pack& pack) {
    pack.policies.find("account.profile_review")->second.undated.value = true;
  });
  rows("select 1 as one");
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  root.session("").run("update account set profile_state = 'in_review' where id = $1", {owner_});
  const Result refused = create(owner_, Json::object());
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code, "profile.not_approved");
}

// R35: outside the pack's term no new case opens; what runs goes on.
TEST_F(Filing, OutsideThePacksTermNothingNewIsFiled) {
  const Filed running = file(owner_);
  const std::string draft = create(owner_, complete(owner_)).body["id"];
  packs_.amend(city_, "over", [](cities::Pack& pack) { pack.to = *Date::parse("2025-01-01"); });
  const Result refused = submit(owner_, draft);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.code, "pack.not_effective");
  EXPECT_EQ(take(officer_, running.record, "approve", running.version).status, 200);
}

// X036, F081: two workers find the same late case; one moves it, once.
TEST_F(Filing, ALateCaseIsMovedOnce) {
  packs_.amend(city_, "timed", [](cities::Pack& pack) {
    cities::Policy days;
    days.name = "deadlines.test";
    days.type = "duration";
    days.undated.value = "3 days";
    pack.policies["deadlines.test"] = days;
    cities::Workflow& workflow = pack.workflows.find("machine_registration")->second;
    cities::State& waiting = workflow.states.find("in_review")->second;
    waiting.due = "deadlines.test";
    waiting.late = "refuse";
  });
  const Filed filed = file(owner_);
  EXPECT_TRUE(one_case(officer_, filed.record).body["due_at"].is_string());
  const auto run = [&] {
    return database_.transact(city_, [&](storage::Session& s) { return cases_.run_late(s); });
  };
  EXPECT_EQ(run(), 0);
  shift_clock("4 days");
  std::atomic<int> moved = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) workers.emplace_back([&] { moved += run(); });
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(moved, 1);
  std::cout << "measured: 4 workers at one deadline, " << moved << " step\n";
  EXPECT_EQ(count("select id from case_event where transition = 'refuse'"), 1);
  EXPECT_EQ(count("select id from message where event = 'refused'"), 1);
  EXPECT_EQ(machine(owner_, filed.machine).body["state"], "refused");
}

}  // namespace
}  // namespace nrmm::machines

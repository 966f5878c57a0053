#include "base/inspection.hpp"
#include "machines/change_service.hpp"
#include "machines/machine_change_store.hpp"
#include "machines/machine_check.hpp"
#include "registry.hpp"

namespace nrmm::machines {
namespace {

class Changes : public Registry {
 protected:
  std::string owner_ = add_account("甲", "13900000001", {"owner"});
};

// X069: only what is registered is changed, also where a pack's guard forgets to ask.
TEST_F(Changes, AMachineWithoutACodeIsNotChanged) {
  packs_.amend(city_, "loose", [](cities::Pack& pack) {
    cities::Policy& offered = pack.policies.at("changes.offered");
    offered.undated.value = Json::array({"sign_proof"});
    offered.dated.clear();
    pack.workflows.at("sign_proof").transitions.at(cities::kOpen).when = cities::Condition::always();
  });
  const std::string draft = create(owner_, complete(owner_)).body.at("id");
  const Result asked = call(owner_, [&](const auto& call) {
    return ChangeService({cases_, people_, personal_, facts_})
        .of_machine(call, pack(), draft, {"sign_proof", {{"photo_sign_left", add_photo(owner_)}}});
  });
  EXPECT_EQ(asked.status, 409);
  EXPECT_EQ(asked.code, "case.guard");
  EXPECT_EQ(count("select id from review_case"), 0);
}

// F083: ids of one millisecond say nothing of an order: the history is told, and checked, as it came about.
TEST_F(Changes, AreInTheOrderInWhichTheyCameAbout) {
  const Filed filed = file(owner_);
  const std::string ids[] = {"f0000000-0000-7000-8000-000000000000", "00000000-0000-7000-8000-000000000000"};
  database_.transact(city_, [&](storage::Session& session) {
    for (const std::string& id : ids) {
      MachineChange change;
      change.id = id;
      change.machine = filed.machine;
      change.case_id = filed.record;
      change.transition = change.effect = "update_machine";
      change.before = change.after = Json::object();
      change.owner_before = change.owner_after = owner_;
      change.actor_name = "甲";
      machine_change_store::add(session, change);
    }
    session.run("update machine set change_id = $2 where id = $1", {filed.machine, ids[1]});
    const auto history = machine_change_store::of_machine(session, filed.machine);
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history.front().id, ids[0]);
    Inspection inspection("I", "districts");
    check_districts(session, packs_, inspection);
    EXPECT_TRUE(inspection.good()) << inspection.text();
  });
}

// An effect of the catalogue that is none of a registered machine's: nothing is taken in that could not end.
TEST_F(Changes, AnEffectThatAMachineDoesNotHave) {
  packs_.amend(city_, "strange", [](cities::Pack& pack) {
    cities::Policy& offered = pack.policies.at("changes.offered");
    offered.undated.value = Json::array({"sign_proof"});
    offered.dated.clear();
    pack.workflows.at("sign_proof").transitions.at("approve").effects = {"issue_code"};
  });
  const std::string draft = create(owner_, complete(owner_)).body.at("id");
  const Result asked = call(owner_, [&](const auto& call) {
    return ChangeService({cases_, people_, personal_, facts_})
        .of_machine(call, pack(), draft, {"sign_proof", {{"photo_sign_left", add_photo(owner_)}}});
  });
  EXPECT_EQ(asked.status, 409);
  EXPECT_EQ(asked.code, "change.unavailable");
}

}  // namespace
}  // namespace nrmm::machines

#include "machines/change_service.hpp"
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

#include "registry.hpp"

namespace nrmm::machines {
namespace {

// A city with a second way to file, for agents alone, that is not the first in its list.
class Kinds : public Registry {
 protected:
  Kinds() {
    offer("both", {"machine_registration", "by_agents"});
    owner_ = add_account("甲", "13900000001", {"owner"});
    agent_ = add_account("代办", "13900000009", {"agent"});
  }

  void offer(const std::string& revision, const Json& kinds) {
    packs_.amend(city_, revision, [&](cities::Pack& pack) {
      pack.policies["filing.offered"].undated.value = kinds;
      cities::Workflow& first = pack.workflows.at("machine_registration");
      first.transitions.at("open").by = first.transitions.at("submit").by = {"owner", "agent"};
      cities::Workflow second = first;
      second.name = "by_agents";
      second.transitions.at("open").by = {"agent"};
      pack.workflows["by_agents"] = second;
    });
  }

  Result begin(const std::string& account, const std::string& kind) {
    return call(account,
                [&](const auto& call) { return service_.create(call, pack(), complete(account), kind); });
  }

  std::string owner_, agent_;
};

// F082, R21: the list decides, the client may choose from it.
TEST_F(Kinds, TheFirstThatTheCallerMayOpenUnlessHeNamesOne) {
  EXPECT_EQ(begin(agent_, "").body["kind"], "machine_registration");
  EXPECT_EQ(begin(agent_, "by_agents").body["kind"], "by_agents");
  EXPECT_EQ(begin(owner_, "by_agents").status, 403);
  EXPECT_EQ(begin(owner_, "reissue").codes_of("kind"), std::vector<std::string>{"choice"});
  offer("turned", {"by_agents", "machine_registration"});
  EXPECT_EQ(begin(agent_, "").body["kind"], "by_agents");
  EXPECT_EQ(begin(owner_, "").body["kind"], "machine_registration");
}

// N4: a draft is under the active rules: what is no longer offered is handed in as what is.
TEST_F(Kinds, ADraftWhoseKindIsGoneTakesWhatIsOffered) {
  const std::string kept = begin(agent_, "by_agents").body["id"],
                    lost = begin(agent_, "by_agents").body["id"];
  const Result filed = submit(agent_, kept);
  ASSERT_EQ(filed.status, 200) << filed.findings.dump();
  EXPECT_EQ(filed.body["case"]["kind"], "by_agents");
  offer("one", {"machine_registration"});
  ASSERT_EQ(submit(agent_, lost).body["case"]["kind"], "machine_registration");
  EXPECT_EQ(machine(agent_, lost).body["kind"], "machine_registration");
  EXPECT_EQ(machine(agent_, kept).body["kind"], "by_agents");
}

TEST_F(Kinds, WhereNothingIsLeftForHimNothingIsBegun) {
  const std::string draft = begin(owner_, "").body["id"];
  offer("agents", {"by_agents"});
  EXPECT_EQ(begin(owner_, "").status, 403);
  EXPECT_EQ(submit(owner_, draft).status, 403);
}

}  // namespace
}  // namespace nrmm::machines

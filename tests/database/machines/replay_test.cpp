#include "workflows/replay.hpp"

#include <gmock/gmock.h>

#include "registry.hpp"

namespace nrmm::machines {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Invariant I8, X094: what is stored of a case is enough to decide it again, and to see when it was tampered
// with.
class ReplayCases : public Registry {
 protected:
  std::string owner_ = add_account("甲", "13900000001", {"owner"});
  std::string officer_ = add_account("审核员一", "13900000101", {"district_auditor"}, {district_}, "officer");

  // What deviates, as "what: stored/replayed".
  std::vector<std::string> deviations(storage::Session& session) {
    std::vector<std::string> all;
    sum_ = workflows::replay_all(session, packs_, personal_, [&](const auto&, const auto& found) {
      for (const auto& one : found) all.push_back(one.what + ": " + one.stored + "/" + one.replayed);
    });
    return all;
  }
  std::vector<std::string> deviations() {
    auto session = database_.session(city_);
    return deviations(session);
  }

  // What deviates after a change that only a superuser can make; it is taken back.
  std::vector<std::string> doctored(const std::string& sql) {
    storage::Database root({.dsn = place_.root_dsn, .pool = 1});
    auto session = root.session(city_);
    storage::Transaction taken_back(session);
    EXPECT_GT(session.run(sql).affected(), 0);
    return deviations(session);
  }

  workflows::ReplaySum sum_;
};

TEST_F(ReplayCases, EveryDecisionComesOutTheSame) {
  const Filed approved = file(owner_);
  ASSERT_EQ(take(officer_, approved.record, "claim", approved.version).status, 200);
  ASSERT_EQ(take(officer_, approved.record, "approve", approved.version + 1).status, 200);

  // Returned, amended, handed in again: two judgements of other answers.
  const Filed returned = file(owner_, {{"acquired_on", "2020-01-01"}});
  const Json remarks = {{{"field", "place"}, {"text", "写明门牌"}}};
  ASSERT_EQ(take(officer_, returned.record, "claim", returned.version).status, 200);
  ASSERT_EQ(take(officer_, returned.record, "return", returned.version + 1, "unclear_photo", remarks).status,
            200);
  Json answers = complete(owner_);
  const Json seen = machine(owner_, returned.machine).body;
  ASSERT_EQ(replace(owner_, returned.machine, answers, seen["version"]).status, 200);
  ASSERT_EQ(submit(owner_, returned.machine).status, 200);

  // One that looks like another: the register's own finding.
  file(owner_, {{"engine_serial", answers["engine_serial"]}});

  // The pack changes meanwhile; the cases keep theirs.
  packs_.amend(city_, "0123456789abcdef",
               [](cities::Pack& pack) { pack.forms.find("machine")->second.checks.clear(); });
  file(owner_);

  EXPECT_THAT(deviations(), ElementsAre());
  EXPECT_EQ(sum_.cases, 4);
  EXPECT_EQ(sum_.judgements, 5);
  EXPECT_GT(sum_.decisions, 20);
  EXPECT_EQ(count("select id from decision where rule = 'filing.duplicates'"), 1);
}

TEST_F(ReplayCases, ADoctoredDecisionIsFound) {
  const Filed filed = file(owner_, {{"acquired_on", "2020-01-01"}});
  ASSERT_EQ(take(officer_, filed.record, "claim", filed.version).status, 200);
  ASSERT_EQ(take(officer_, filed.record, "return", filed.version + 1, "unclear_photo").status, 200);
  ASSERT_THAT(deviations(), ElementsAre());

  struct Doctored {
    const char* sql;
    const char* seen;
  };
  const Doctored all[] = {
      {"update decision set outcome = 'passed' where outcome = 'flag'", "acquired_on (outcome): passed/flag"},
      {"update decision set message = 'x' where outcome = 'passed'", "(message): passed/passed"},
      {"delete from decision where rule like '%.return'", ".return: nothing/returned"},
      {"update review_case set phase = 'approved'", "phase: approved/returned"},
      {"update review_case set findings = '[]'", "findings: of the case/others"},
      {"update review_case set answers = answers || '{\"place\": \"别处\"}'", "answer place: another value/"},
      {"update judgement set answers = answers || '{\"acquired_on\": \"2025-05-20\"}'",
       "acquired_on (message, inputs): flag/flag"},
      {"update judgement set derived = '{\"emission_stage\": \"1\"}'", "derived emission_stage"},
      {"update case_event set to_state = 'approved' where transition = 'return'",
       "step return: approved/returned"},
      {"update review_case set revision = '0000000000000000'",
       "revision: 0000000000000000/does not load here"},
  };
  for (const Doctored& one : all) {
    EXPECT_THAT(doctored(one.sql), Contains(HasSubstr(one.seen))) << one.sql;
    EXPECT_EQ(sum_.deviating, 1);
  }
  EXPECT_THAT(deviations(), ElementsAre());
}

}  // namespace
}  // namespace nrmm::machines

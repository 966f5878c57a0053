#include "machines/consents.hpp"
#include "registry.hpp"

namespace nrmm::machines {
namespace {

// The base's own form asks for whom a machine is filed (F042).
class Agents : public Registry {
 protected:
  Agents() {
    city_ = "national";
    district_ = "141002";
    owner_ = add_account("甲", kOwnerPhone, {"owner"});
    agent_ = add_account("代办", "13900000009", {"agent"});
    officer_ = add_account("审核员", "13900000101", {"district_auditor"}, {district_}, "officer");
  }

  Json answers(const std::string& phone) {
    return {{"filing_for", "other"},
            {"owner_name", "甲"},
            {"owner_phone", phone},
            {"registration_district", district_},
            {"place", "工地"},
            {"registration_kind", "machine"},
            {"photos_body", {add_photo(agent_)}},
            {"has_nameplate", "with"},
            {"photo_engine_plate", add_photo(agent_)},
            {"disclosure_number", "CNFJG400A1B2000123000001"},
            {"machine_kind", "excavator"},
            {"fuel", "diesel"}};
  }

  // What the owner's phone gets when a code is asked for.
  std::string code_sent() {
    struct Phone : workflows::Channel {
      explicit Phone(std::string& code) : code(code) {}
      workflows::Sent deliver(const workflows::Delivery& delivery) override {
        code = delivery.payload.at("code");
        return {};
      }
      std::string& code;
    };
    database_.transact(city_, [&](storage::Session& session) {
      codes_.send(session, *pack(), kOwnerPhone, "agent_filing", "192.0.2.1");
    });
    std::string code;
    workflows::Outbox out(database_, seal_, [] { return std::vector<std::string>(); });
    out.add("sms", std::make_unique<Phone>(code));
    out.run_once(city_);
    return code;
  }

  static constexpr const char* kOwnerPhone = "13900000001";
  std::string owner_, agent_, officer_;
};

// F042: the owner must have an account and agree by the code he was sent; then the machine is his.
TEST_F(Agents, FileForAnOwnerWhoAgrees) {
  const std::string id = create(agent_, answers(kOwnerPhone)).body["id"];
  const std::string code = code_sent();
  ASSERT_EQ(code.size(), 6u);
  const Result filed = submit(agent_, id, code);
  ASSERT_EQ(filed.status, 200) << filed.code << filed.findings.dump();
  EXPECT_EQ(machines(owner_).body["items"][0]["id"], id);
  EXPECT_EQ(machine(agent_, id).status, 200);
  const Json stored = rows("select answers from machine where id = '" + id + "'")[0]["answers"];
  EXPECT_FALSE(stored.contains("owner_sms_code"));

  // Returned and amended, it does not need the owner's phone again.
  const std::string record = filed.body["case"]["id"];
  ASSERT_EQ(
      take(officer_, record, "return", filed.body["case"]["version"].get<std::int64_t>(), "missing").status,
      200);
  EXPECT_EQ(submit(agent_, id).status, 200);
  EXPECT_EQ(count("select id from message where account_id = '" + owner_ + "'"), 1);
}

TEST_F(Agents, FileNothingWithoutTheOwnersCode) {
  const std::string id = create(agent_, answers(kOwnerPhone)).body["id"];
  const std::string code = code_sent();
  EXPECT_EQ(submit(agent_, id).codes_of("owner_sms_code"), std::vector<std::string>{"required"});
  const std::string wrong = code == "000000" ? "000001" : "000000";
  EXPECT_EQ(submit(agent_, id, wrong).codes_of("owner_sms_code"), std::vector<std::string>{"sms_code"});
  EXPECT_EQ(machines(owner_).body["items"].size(), 0u);
}

// X052: a code that was asked for once is one consent, however many fields ask for it.
TEST_F(Agents, OneCodeIsOneConsent) {
  packs_.amend(city_, "twice", [](cities::Pack& pack) {
    for (const char* name : {"old_owner_sms_code", "new_owner_sms_code"}) {
      cities::Field& field = pack.forms.at("transfer").fields.at(name);
      field.sms_purpose = "agent_filing";
      field.sms_to = "owner_phone";
    }
  });
  const std::string code = code_sent();
  const Result tried = call(agent_, [&](const workflows::Call& request) {
    workflows::Call call = request;
    workflows::Course course;
    course.pack = pack();
    course.form = course.pack->form("transfer");
    cities::Judgement judged;
    judged.answers = {
        {"owner_phone", kOwnerPhone}, {"old_owner_sms_code", code}, {"new_owner_sms_code", code}};
    Consents consents(call, people_, course);
    consents.confirm(judged);
    EXPECT_TRUE(consents.code_refused());
    return Json(judged.errors.size());
  });
  EXPECT_EQ(tried.body, 1);
}

TEST_F(Agents, FileNothingForSomebodyUnknown) {
  const std::string id = create(agent_, answers("13900000077")).body["id"];
  EXPECT_EQ(submit(agent_, id, "123456").codes_of("owner_phone"), std::vector<std::string>{"party"});
}

}  // namespace
}  // namespace nrmm::machines

#include <gmock/gmock.h>

#include "audit/audit.hpp"
#include "audit/sealer.hpp"
#include "audit/verify.hpp"
#include "privacy/account_export.hpp"
#include "privacy/erasure.hpp"
#include "privacy/erasure_store.hpp"
#include "privacy/export_store.hpp"
#include "privacy/retention.hpp"
#include "privacy/retention_store.hpp"
#include "registry.hpp"

namespace nrmm::privacy {
namespace {

using storage::Session;
using ::testing::HasSubstr;
using ::testing::Not;

class Forgetting : public machines::Registry {
 protected:
  bool forget() {
    return database_.transact(city_, [&](Session& session) { return privacy::forget(session, *pack()); });
  }
  void ask(const std::string& account) {
    database_.transact(
        city_, [&](Session& session) { erasure_store::add(session, account, *Date::parse("2000-01-01")); });
  }
  void refuse_filing(const Filed& filed) {
    ASSERT_EQ(take(officer_, filed.record, "claim", filed.version).status, 200);
    const auto version = one_case(officer_, filed.record).body["version"].get<std::int64_t>();
    ASSERT_EQ(take(officer_, filed.record, "refuse", version, "untrue").status, 200);
  }
  void approve_filing(const Filed& filed) {
    ASSERT_EQ(take(officer_, filed.record, "claim", filed.version).status, 200);
    const auto version = one_case(officer_, filed.record).body["version"].get<std::int64_t>();
    ASSERT_EQ(take(officer_, filed.record, "approve", version).status, 200);
  }
  // A transfer of the machine to the account as it ended, with a photo of its own and a word about it; its
  // id.
  std::string transfer(const Filed& filed, const std::string& to, const char* phase,
                       const std::string& photo) {
    const std::string id =
        rows(R"(
insert into review_case (city_id, id, kind, workflow, revision, state, phase, subject_type, subject_id, reviewers, opened_by,
  owner_id, second_party, case_date)
select city_id, gen_random_uuid(), 'transfer', 'transfer', revision, 'done', ')" +
             std::string(phase) + "', 'change', subject_id, reviewers, opened_by, owner_id, '" + to +
             "', case_date from review_case where id = '" + filed.record + "' returning id")[0]["id"];
    rows("insert into case_photo (city_id, case_id, photo_id) values ('" + city_ + "', '" + id + "', '" +
         photo + "') returning photo_id");
    rows(
        "insert into case_event (city_id, id, case_id, transition, from_state, to_state, actor_name, reason, "
        "remarks) values ('" +
        city_ + "', gen_random_uuid(), '" + id +
        R"(', 'return', '', '', '', '卖给小王', '[{"field": "photos_proof", "text": "卖给小王"}]') returning id)");
    return id;
  }
  // As an officer's reading is recorded.
  void disclose(const std::string& record, const std::string& field) {
    audit::Entry entry{.action = "case.disclosure", .object_type = "case", .object_id = record};
    entry.after = {{"fields", Json::array({field})}, {"purpose", "核实"}};
    database_.transact(city_, [&](Session& session) { audit::record(session, actor(officer_), {}, entry); });
  }
  void give(const Filed& filed, const std::string& owner) {
    rows("update machine set owner_id = '" + owner + "', filed_by = '" + owner + "' where id = '" +
         filed.machine + "' returning id");
  }
  std::int64_t photos_shown_by(const std::string& machine) {
    return count(
        "select from photo p join machine m on position(p.id::text in m.answers::text) > 0 where m.id = '" +
        machine + "'");
  }
  bool there(const std::string& photo) { return count("select from photo where id = '" + photo + "'") == 1; }
  bool erased(const std::string& account) {
    return count("select from account where erased_at is not null and id = '" + account + "'") == 1;
  }
  std::int64_t photos_of(const std::string& account) {
    return count("select from photo where uploaded_by = '" + account + "'");
  }
  // All of the database as text, but the audit record apart.
  std::string dump(bool audit) {
    std::string text;
    for (const char* table :
         {"account", "session", "photo", "photo_print", "photo_reuse", "machine", "machine_identifier",
          "machine_change", "review_case", "case_event", "decision", "judgement", "collection", "message",
          "outbox", "idempotency", "erasure_request", "legacy_account", "plugin_record"})
      text += dump_json(rows("select * from " + std::string(table)));
    return audit ? text + dump_json(rows("select * from audit")) : text;
  }
  audit::Verification verified() {
    while (audit::seal_rows(database_, city_) > 0) continue;
    auto session = database_.session(city_);
    return audit::verify(session);
  }

  std::string owner_ = add_account("赵无名", "13900000001", {"owner"});
  std::string other_ = add_account("乙", "13900000002", {"owner"});
  std::string officer_ = add_account("审核员", "13900000101", {"district_auditor"}, {district_}, "officer");
};

// X109: a running case, a registered machine and the years of keeping hold; then everything personal goes,
// what was decided and the audit record stay, and the chain still verifies.
TEST_F(Forgetting, AnAccountIsErasedWhenNothingHoldsIt) {
  const Filed filed = file(owner_, {{"name", "赵无名"}});
  ask(owner_);
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from account where erased_at is not null"), 0) << "a case runs";
  refuse_filing(filed);
  database_.transact(city_, [&](Session& session) {
    session.run(
        "insert into legacy_account (city_id, login, phone_sealed, phone_mac, name, account_id) "
        "values (nrmm_city(), '赵无名', 'x', 'x', '赵无名', $1)",
        {owner_});
  });
  // What a rule made of the answers goes with them.
  rows("update review_case set findings = '[{\"message\": \"赵无名\"}]' where id = '" + filed.record +
       "' returning id");
  rows("update machine set derived = '{\"who\": {\"value\": \"赵无名\"}}' where id = '" + filed.machine +
       "' returning id");
  shift_clock("2 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from account where erased_at is not null"), 0) << "the record is still to be kept";
  EXPECT_THAT(dump(false), HasSubstr("赵无名"));

  shift_clock("1200 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from account where erased_at is not null and id = '" + owner_ + "'"), 1);
  EXPECT_THAT(dump(true), Not(HasSubstr("赵无名"))) << "nor in the audit record, which is not touched";
  EXPECT_EQ(photos_of(owner_), 0);
  EXPECT_EQ(count("select from message where account_id = '" + owner_ + "'"), 0);
  EXPECT_EQ(rows("select answers from machine where id = '" + filed.machine + "'")[0]["answers"],
            Json::object());
  EXPECT_EQ(rows("select phase from review_case where id = '" + filed.record + "'")[0]["phase"], "refused");
  EXPECT_EQ(count("select from review_case where erased_at is not null"), 1) << "explained, not replayed";
  EXPECT_GT(count("select from decision where case_id = '" + filed.record + "' and basis <> ''"), 0);
  EXPECT_GT(count("select from audit where actor_id = '" + owner_ + "'"), 0);
  EXPECT_EQ(count("select from audit where action = 'account.erase'"), 1);
  const auto chain = verified();
  EXPECT_TRUE(chain.good()) << chain.broken->reason;
  EXPECT_EQ(chain.unsealed, 0);
  // The phone is free: the same person may come back as somebody new.
  EXPECT_NE(add_account("赵无名", "13900000001", {"owner"}), owner_);
}

TEST_F(Forgetting, ARegisteredMachineHoldsItsOwner) {
  approve_filing(file(owner_));
  ask(owner_);
  shift_clock("5000 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from account where erased_at is not null"), 0);
  // The database itself refuses, whoever asks.
  EXPECT_THROW(database_.transact(city_, [&](Session& s) { erasure_store::erase(s, owner_, "x"); }),
               storage::SqlError);
}

// X109: a registered machine that went to somebody else keeps the photos that its record shows; what else its
// former owner brought goes.
TEST_F(Forgetting, AMachineThatWasSoldKeepsItsPhotos) {
  const Filed filed = file(owner_);
  approve_filing(filed);
  const std::string proof = add_photo(owner_);
  transfer(filed, other_, "approved", proof);
  give(filed, other_);
  const auto shown = photos_shown_by(filed.machine);
  ASSERT_GT(shown, 0);
  ask(owner_);
  shift_clock("1200 days");
  EXPECT_TRUE(forget());
  ASSERT_TRUE(erased(owner_));
  EXPECT_EQ(photos_shown_by(filed.machine), shown);
  EXPECT_FALSE(there(proof));
}

// X109: what the buyer brought to the seller's case, and what was written there, goes with the buyer; of what
// the machine's record showed, too, once it is off the register.
TEST_F(Forgetting, WhoBoughtAMachineLeavesNothingInTheSellersCase) {
  const Filed filed = file(owner_);
  approve_filing(filed);
  const std::string proof = add_photo(other_);
  transfer(filed, other_, "approved", proof);
  give(filed, other_);
  rows("update machine set state = 'deregistered' where id = '" + filed.machine + "' returning id");
  ask(other_);
  EXPECT_THAT(dump(false), HasSubstr("卖给小王"));
  shift_clock("1200 days");
  EXPECT_TRUE(forget());
  ASSERT_TRUE(erased(other_));
  EXPECT_FALSE(there(proof));
  EXPECT_EQ(photos_of(other_), 0);
  EXPECT_THAT(dump(false), Not(HasSubstr("卖给小王")));
}

// X109: a part in another's case is a record that is to be kept, also where nothing came of it.
TEST_F(Forgetting, APartInAnothersCaseIsKeptForItsYears) {
  const Filed filed = file(owner_);
  approve_filing(filed);
  transfer(filed, other_, "cancelled", add_photo(other_));
  ask(other_);
  EXPECT_TRUE(forget());
  EXPECT_FALSE(erased(other_));
  shift_clock("1200 days");
  EXPECT_TRUE(forget());
  EXPECT_TRUE(erased(other_));
}

// However many wait who cannot be erased yet.
TEST_F(Forgetting, WhoIsHeldKeepsNobodyElseWaiting) {
  for (int i = 0; i < 60; ++i) {
    const std::string held = add_account("有机械者", std::to_string(13800000000 + i), {"owner"});
    database_.transact(city_, [&](Session& session) {
      session.run(
          "insert into machine (city_id, id, kind, owner_id, filed_by, state) "
          "values (nrmm_city(), gen_random_uuid(), 'x', $1, $1, 'approved')",
          {held});
    });
    ask(held);
  }
  database_.transact(
      city_, [&](Session& session) { erasure_store::add(session, other_, *Date::parse("2001-01-01")); });
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from account where erased_at is not null"), 1);
  EXPECT_EQ(count("select from account where erased_at is not null and id = '" + other_ + "'"), 1);
}

// X109: what is wrong with one account holds up nobody else; it is recorded and tried again.
TEST_F(Forgetting, OneThatCannotBeErasedStopsNoOther) {
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  root.session("").run("alter table account add constraint broken check (erased_at is null or id <> '" +
                       owner_ + "')");
  ask(owner_);
  ask(other_);
  EXPECT_TRUE(forget());
  EXPECT_FALSE(erased(owner_));
  EXPECT_TRUE(erased(other_));
  const Json told = rows("select after from audit where action = 'account.erase' and result = 'refused'");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0]["after"]["reason"], "SQLSTATE 23514");
  root.session("").run("alter table account drop constraint broken");
  shift_clock("2 days");
  EXPECT_TRUE(forget());
  EXPECT_TRUE(erased(owner_));
}

// The server's role has no other way to rewrite evidence, and this one not for another city or an officer.
TEST_F(Forgetting, TheServerMayNotRewriteEvidence) {
  const Filed filed = file(owner_);
  for (const char* sql :
       {"update decision set inputs = '{}'", "delete from decision", "delete from photo",
        "update case_event set actor_name = ''", "delete from audit", "delete from review_case"})
    EXPECT_THROW(database_.transact(city_, [&](Session& s) { s.run(sql); }), storage::SqlError) << sql;
  EXPECT_THROW(database_.transact(city_, [&](Session& s) { erasure_store::erase(s, officer_, "x"); }),
               storage::SqlError);
  database_.transact("linfen", [&](Session& s) { erasure_store::erase(s, other_, "x"); });
  EXPECT_EQ(count("select from account where erased_at is not null"), 0) << "another city's";
  const Json ids = rows("select id from photo");
  database_.transact(city_, [&](Session& s) {
    for (const Json& one : ids)
      s.run("select nrmm_drop_photos(array[$1::uuid])", {one["id"].get<std::string>()});
  });
  EXPECT_EQ(count("select from photo"), static_cast<std::int64_t>(ids.size())) << "a running case shows them";
}

// Retention as policy: drafts, photos in nothing, photos of refused filings, messages; each after its days.
TEST_F(Forgetting, WhatIsKeptNoLongerGoes) {
  const std::string draft = create(owner_, complete(owner_)).body["id"];
  const Filed refused = file(other_);
  refuse_filing(refused);
  const Filed running = file(other_);
  const std::string unused = add_photo(owner_);
  const auto before_photos = count("select from photo");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from photo"), before_photos) << "nothing is old yet";
  EXPECT_FALSE(forget()) << "once a day, whichever server comes first";

  shift_clock("31 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from photo where id = '" + unused + "'"), 0);
  EXPECT_EQ(count("select from photo"), before_photos - 1) << "a draft's photos are in use";

  shift_clock("182 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count("select from machine where id = '" + draft + "'"), 0);
  const auto left = photos_of(other_);

  shift_clock("1100 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(photos_of(owner_), 0) << "the draft is gone, so are its photos";
  EXPECT_LT(photos_of(other_), left) << "the refused filing's";
  EXPECT_EQ(count("select from case_photo where case_id = '" + running.record + "'"),
            static_cast<std::int64_t>(one_case(officer_, running.record).body["subject"]["photos"].size()));
  EXPECT_EQ(count("select from message"), 0);
  EXPECT_EQ(count("select from photo_print p where not exists (select from photo where id = p.photo_id)"), 0);
  const Json told = rows("select after from audit where action = 'retention.forget' order by id");
  EXPECT_EQ(told[0]["after"], Json({{"unused_photos", 1}}));
  EXPECT_TRUE(verified().good());
}

// A filing that was withdrawn is a draft, and may be handed in again with the photos it has.
TEST_F(Forgetting, ADraftKeepsThePhotosOfItsWithdrawnCase) {
  const Filed filed = file(owner_);
  const std::string shown = "select from case_photo where case_id = '" + filed.record + "'";
  const auto photos = count(shown);
  ASSERT_GT(photos, 0);
  rows("update review_case set phase = 'cancelled', turn = null where id = '" + filed.record +
       "' returning id");
  shift_clock("1100 days");
  rows("update machine set state = 'draft', updated_at = nrmm_now() where id = '" + filed.machine +
       "' returning id");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count(shown), photos);
  rows("update machine set state = 'refused' where id = '" + filed.machine + "' returning id");
  shift_clock("1102 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(count(shown), 0);
}

// A time in working days is longer than so many days.
TEST_F(Forgetting, ATimeInWorkingDays) {
  packs_.amend(city_, "working", [](cities::Pack& pack) {
    pack.policies.find("retention.unused_photos")->second.undated.value = "30 working days";
  });
  add_photo(owner_);
  shift_clock("35 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(photos_of(owner_), 1);
  shift_clock("90 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(photos_of(owner_), 0);
}

// A policy of none keeps for ever.
TEST_F(Forgetting, ACityMayKeep) {
  packs_.amend(city_, "keeps", [](cities::Pack& pack) {
    pack.policies.find("retention.unused_photos")->second.undated.value = nullptr;
  });
  add_photo(owner_);
  shift_clock("5000 days");
  EXPECT_TRUE(forget());
  EXPECT_EQ(photos_of(owner_), 1);
}

TEST_F(Forgetting, TheExportHoldsOnlyOnesOwn) {
  const Filed mine = file(owner_), others = file(other_);
  const Json document =
      database_.transact(city_, [&](Session& session) { return export_store::all_of(session, owner_); });
  EXPECT_THAT(document.dump(), HasSubstr(mine.machine));
  EXPECT_THAT(document.dump(), Not(HasSubstr(others.machine)));
  EXPECT_THAT(document.dump(), Not(HasSubstr("乙")));
  const Json foreign =
      database_.transact("linfen", [&](Session& session) { return export_store::all_of(session, owner_); });
  EXPECT_TRUE(foreign["account"].is_null());
}

// X109: whose part another's case has finds the case, what was said of himself, and who read it; the other's
// answers he does not.
TEST_F(Forgetting, TheExportHoldsOnesPartInAnothersCase) {
  const Filed filed = file(owner_);
  const std::string id = transfer(filed, other_, "approved", add_photo(other_));
  rows(
      R"(update review_case set answers = '{"new_owner_name": "小王", "owner_name": "赵无名"}' where id = ')" +
      id + "' returning id");
  for (const char* field : {"new_owner_phone", "owner_phone"}) disclose(id, field);
  const Json document =
      database_.transact(city_, [&](Session& session) { return export_store::all_of(session, other_); });
  ASSERT_EQ(document["parts"].size(), 1u);
  EXPECT_EQ(document["parts"][0]["id"], id);
  EXPECT_EQ(document["parts"][0]["answers"], Json({{"new_owner_name", "小王"}}));
  EXPECT_THAT(document.dump(), Not(HasSubstr("赵无名")));
  ASSERT_EQ(document["disclosures"].size(), 1u);
  EXPECT_EQ(document["disclosures"][0]["fields"], Json::array({"new_owner_phone"}));
}

// Who files for others proves who he is, not that he is they.
TEST_F(Forgetting, TheExportInFullOpensOnlyTheHoldersNumbers) {
  const Json answers = {{"contact_phone", personal_.seal("13900000009", city_)}};
  const Json stored = {{"machines", Json::array({{{"owner", true}, {"answers", answers}},
                                                 {{"owner", false}, {"answers", answers}}})},
                       {"cut", Json::array({"cases"})}};
  const Json shown = opened_for_holder(personal_, stored, city_);
  EXPECT_EQ(shown["machines"][0]["answers"]["contact_phone"], "13900000009");
  EXPECT_EQ(shown["machines"][1]["answers"]["contact_phone"], "139****0009");
  file(owner_);
  const Json document =
      database_.transact(city_, [&](Session& session) { return export_store::all_of(session, owner_); });
  EXPECT_EQ(document["machines"][0]["owner"], true);
  EXPECT_EQ(document["cases"][0]["owner"], true);
}

}  // namespace
}  // namespace nrmm::privacy

#include "laboratory/pack_diff.hpp"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/random.hpp"
#include "cities/loader.hpp"
#include "cities/standard_catalogue.hpp"
#include "cluster.hpp"
#include "laboratory/pack_diff_report.hpp"
#include "machines/machine_store.hpp"
#include "users/account_store.hpp"
#include "workflows/case_store.hpp"
#include "workflows/personal.hpp"

namespace nrmm::laboratory {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCity = "chongqing";
constexpr int kFilings = 10000;
constexpr int kOwners = 50;
constexpr const char* kIdNumber = "11010519491231002X";
constexpr const char* kPhone = "13900000001";

void replace(std::string& text, const std::string& old, const std::string& now) {
  const auto at = text.find(old);
  if (at == std::string::npos) throw std::runtime_error("no such text in the pack: " + old);
  text.replace(at, old.size(), now);
}

struct Loaded {
  cities::PackFiles files;
  std::shared_ptr<const cities::Pack> pack;
};

// The city's pack with files of its own changed: path → (old, new).
Loaded pack_with(const std::vector<std::array<std::string, 3>>& changes) {
  Diagnostics diagnostics;
  Loaded loaded{cities::read_pack_folder(NRMM_SOURCE_DIR "/cities", kCity, diagnostics), nullptr};
  for (const auto& [path, old, now] : changes) replace(loaded.files.chain.back().files.at(path), old, now);
  loaded.pack =
      cities::load_pack(loaded.files, cities::standard_catalogue(), *Date::parse("2025-06-03"), diagnostics);
  if (diagnostics.has_errors()) diagnostics.print(std::cerr);
  if (!loaded.pack) throw std::runtime_error("the changed pack does not load");
  return loaded;
}

// Ten thousand filings of one city, written as the server writes them.
class Diff : public ::testing::Test {
 protected:
  Diff()
      : home_(std::filesystem::temp_directory_path() / ("nrmm-diff-" + std::to_string(::getpid()))),
        seal_(storage::Seal::open(home_, true)),
        personal_(seal_),
        numbers_(seal_) {}
  ~Diff() override { std::filesystem::remove_all(home_); }

  std::string add_owner(storage::Session& session, int number) {
    users::Account account;
    account.id = new_id();
    account.kind = "person";
    account.roles = {"owner"};
    account.name = "甲";
    const std::string phone = "139" + std::to_string(10000000 + number);
    account.phone_sealed = numbers_.sealed(kCity, phone);
    account.password_hash = "none";
    users::insert_account(session, account, {numbers_.phone_mac(kCity, phone), ""});
    return account.id;
  }

  Json answers(int number) const {
    const std::string serial = std::to_string(10000 + number);
    const std::string photo = "01900000-0000-7000-8000-000000000000";
    Json all = {{"name", "甲"},
                {"id_number", kIdNumber},
                {"contact_phone", kPhone},
                {"registration_district", number % 7 == 0 ? "500107" : "500106"},
                {"place", "某工业园"},
                {"acquired_on", "2025-05-20"},
                {"registration_kind", "machine"},
                {"machine_kind", number % 100 == 0 ? "ferry" : "excavator"},
                {"fuel", "diesel"},
                {"machine_maker", "徐工"},
                {"machine_model", "XE215D"},
                {"machine_date", "2025-03-01"},
                {"pin", "XUG0215DTSCA" + serial},
                {"power_kw", 128},
                {"engine_maker", "康明斯"},
                {"engine_model", "QSB7"},
                {"engine_date", "2025-01-10"},
                {"engine_serial", "77" + serial},
                {"photo_owner", photo},
                {"photo_machine_plate", photo},
                {"photo_engine_plate", photo},
                {"photo_label", photo},
                {"photo_certificate", photo},
                {"photos_body", {photo}}};
    if (number % 10 == 3) all["factory_number"] = "F" + serial;
    return all;
  }

  void file(storage::Session& session, const std::string& owner, int number) {
    const cities::Form& form = *before_.pack->form("machine");
    machines::Machine machine;
    machine.id = new_id();
    machine.kind = "machine_registration";
    machine.owner = machine.filed_by = owner;
    machine.answers = personal_.sealed(form, answers(number), nullptr, kCity);
    machines::machine_store::insert(session, machine);
    ids_.push_back(machine.id);
    if (number % 2 == 0) return;
    workflows::Case record;
    record.id = new_id();
    record.kind = record.workflow = machine.kind;
    record.revision = before_.pack->revision;
    record.state = "in_review";
    record.subject_type = "filing";
    record.subject_id = machine.id;
    record.opened_by = record.owner = owner;
    record.answers = machine.answers;
    record.date = *Date::parse("2025-06-01");
    workflows::case_store::insert(session, record, {});
    machines::machine_store::set_state(session, machine.id, machines::MachineState::in_review, record.id);
  }

  void fill(int count) {
    database_.transact(kCity, [&](storage::Session& session) {
      std::vector<std::string> owners;
      for (int i = 0; i < kOwners; ++i) owners.push_back(add_owner(session, i));
      for (int i = 0; i < count; ++i) file(session, owners[static_cast<std::size_t>(i % kOwners)], i);
    });
  }

  PackDiff diff(const Loaded& after, std::optional<Date> on = std::nullopt) {
    auto session = database_.session(kCity);
    std::string last;
    const auto began = std::chrono::steady_clock::now();
    PackDiff found = diff_packs({.before = *before_.pack,
                                 .after = *after.pack,
                                 .next =
                                     [&] {
                                       auto batch = machines::stored_filings(session, last, 200);
                                       if (!batch.empty()) last = batch.back().machine;
                                       return batch;
                                     },
                                 .open = [&](const Json& sealed) { return personal_.opened(sealed, kCity); },
                                 .on = on,
                                 .today = *Date::parse("2025-06-03")});
    seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return found;
  }

  std::string printed(const Loaded& after, const PackDiff& found) {
    RulePlaces places({before_.files, *before_.pack}, {after.files, *after.pack});
    const DiffReport report{kCity, before_.pack->revision, after.pack->revision, found, places, 0, seconds_};
    std::ostringstream out;
    print(report, out);
    return out.str() + dump_json(to_json(report));
  }

  std::set<std::string> changed_by(const PackDiff& found) const {
    std::set<std::string> ids;
    for (const ChangedFiling& one : found.changed) ids.insert(one.machine);
    return ids;
  }
  template <class Which>
  std::set<std::string> numbered(Which which) const {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < ids_.size(); ++i)
      if (which(static_cast<int>(i))) ids.insert(ids_[i]);
    return ids;
  }

  std::filesystem::path home_;
  nrmm::testing::TestDatabase place_ = nrmm::testing::Cluster::instance().fresh_database();
  storage::Database database_{{.dsn = place_.dsn, .pool = 4, .statement_timeout = std::chrono::minutes(2)}};
  std::shared_ptr<const storage::Seal> seal_;
  workflows::Personal personal_;
  users::PersonalNumbers numbers_;
  Loaded before_ = pack_with({});
  std::vector<std::string> ids_;
  double seconds_ = 0;
};

constexpr const char* kWanted = R"(    factory_number:
      required: { registration_district: "500107" }
      shown: true
      basis: 渝通知 二
    fuel:
)";

// Ten thousand filings in seconds; exactly those of the rule are named, with rule, article and line.
TEST_F(Diff, NamesExactlyTheFilingsThatARuleChanges) {
  fill(kFilings);
  const Loaded after = pack_with({{"forms/machine.yaml", "    fuel:\n", kWanted}});
  const std::clock_t began = std::clock();
  const PackDiff found = diff(after);
  std::cout << "[ diff     ] " << found.filings << " filings under two packs in " << seconds_ << " s, "
            << static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC << " s of processors\n";
  EXPECT_EQ(found.filings, kFilings);
  EXPECT_LT(seconds_, 120) << "something is of another order";
  EXPECT_EQ(changed_by(found), numbered([](int i) { return i % 7 == 0; }));
  std::set<std::string> refused;
  for (const ChangedFiling& one : found.changed) {
    ASSERT_EQ(one.differences.size(), 1u);
    EXPECT_EQ(one.differences[0].key.rule, "form.machine.factory_number.required");
    EXPECT_FALSE(one.refused_before);
    if (one.refused_after) refused.insert(one.machine);
  }
  EXPECT_EQ(refused, numbered([](int i) { return i % 7 == 0 && i % 10 != 3; })) << "the others have it";
  EXPECT_TRUE(found.gone.empty());
  const std::string text = printed(after, found);
  EXPECT_THAT(text, HasSubstr("+ factory_number required: refuse  form.machine.factory_number.required  "
                              "[渝通知 二]  cities/chongqing/forms/machine.yaml:"));
  for (const char* answer : {kIdNumber, kPhone, "XUG0215"}) EXPECT_THAT(text, Not(HasSubstr(answer)));
}

// The same pack, or one in which only words are others, changes nothing.
TEST_F(Diff, WordsAloneChangeNothing) {
  fill(50);
  const Loaded after = pack_with({{"forms/machine.yaml", "label: 购置或转入日期", "label: 购入日期"}});
  EXPECT_TRUE(diff(pack_with({})).nothing());
  EXPECT_TRUE(diff(after).nothing());
}

// X096: a code that stored filings use and the changed pack has no longer.
TEST_F(Diff, TellsCodesThatAreGone) {
  fill(300);
  Loaded after = pack_with({{"vocabularies.yaml", "    - ferry\n", ""}});
  replace(after.files.chain.front().files.at("vocabularies.yaml"), "ferry:", "ferry_boat:");
  for (auto& [path, text] : after.files.chain.front().files)
    for (std::size_t at = 0; (at = text.find(" ferry", at)) != std::string::npos; at += 11)
      if (path != "vocabularies.yaml" || text.compare(at, 11, " ferry_boat") != 0)
        text.replace(at, 6, " ferry_boat");
  Diagnostics diagnostics;
  after.pack =
      cities::load_pack(after.files, cities::standard_catalogue(), *Date::parse("2025-06-03"), diagnostics);
  ASSERT_TRUE(after.pack) << diagnostics.errors();
  const PackDiff found = diff(after);
  ASSERT_EQ(found.gone.size(), 1u);
  EXPECT_EQ(found.gone.begin()->first.code, "ferry");
  EXPECT_EQ(found.gone.begin()->second, 3);
  EXPECT_EQ(changed_by(found), numbered([](int i) { return i % 100 == 0; }));
  EXPECT_THAT(printed(after, found),
              HasSubstr("3  use machine_kind.ferry, which the changed pack no longer has"));
}

// A longer deadline: nothing on the filings' own days, everything on a later one; the place is the value's.
TEST_F(Diff, ADatedValueCountsFromItsDay) {
  fill(50);
  const Loaded after = pack_with({{"policies.yaml", "value: 30 days", "value: 400 days"}});
  EXPECT_TRUE(diff(after).nothing()) << "all were handed in within thirty days";
  const PackDiff later = diff(after, *Date::parse("2025-12-31"));
  EXPECT_EQ(later.changed.size(), 50u);
  EXPECT_THAT(printed(after, later),
              HasSubstr("- acquired_on late: flag  form.machine.acquired_on.within  [渝通知 二]  "
                        "cities/chongqing/policies.yaml:"));
}

// A rule in Lua looks at policies: the place is that of the value that is another.
TEST_F(Diff, TheStageChangesWithTheTable) {
  fill(50);
  const Loaded after = pack_with({{"policies.yaml", "\ncollection.password:", R"(
stage.dates:
  value:
    - { stage: "4", engine_from: 2025-02-01, machine_from: 2025-02-01, max_kw: 560 }
    - { stage: "3", engine_from: 1900-01-01, machine_from: 1900-01-01 }
  basis: 渝通知 二
collection.password:)"}});
  const PackDiff found = diff(after);
  EXPECT_EQ(found.changed.size(), 50u);
  EXPECT_FALSE(found.changed.front().refused_after);
  const std::string text = printed(after, found);
  EXPECT_THAT(text, HasSubstr("~ emission_stage: 4 -> 3  machine.emission_stage"));
  EXPECT_THAT(text, HasSubstr("cities/chongqing/policies.yaml:"));
}

}  // namespace
}  // namespace nrmm::laboratory

#include "registry.hpp"

#include <iomanip>
#include <random>
#include <sstream>

#include <unistd.h>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "cities/loader.hpp"
#include "cities/standard_catalogue.hpp"
#include "users/account_store.hpp"

namespace nrmm::machines {
namespace {

std::shared_ptr<const cities::Pack> load(const std::string& city) {
  Diagnostics diagnostics;
  const auto files = cities::read_pack_folder(NRMM_SOURCE_DIR "/cities", city, diagnostics);
  auto pack = cities::load_pack(files, cities::standard_catalogue(), *Date::parse("2025-06-03"), diagnostics);
  if (!pack) throw std::runtime_error("pack " + city + " does not load");
  return pack;
}

std::filesystem::path fresh_home() {
  static int count = 0;
  return std::filesystem::temp_directory_path() /
         ("nrmm-machines-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
}

}  // namespace

FolderPacks::FolderPacks() {
  static const auto chongqing = load("chongqing"), linfen = load("linfen"), national = load("national");
  set_ = std::make_shared<cities::PackSet>();
  for (const auto& pack : {chongqing, linfen, national}) put(pack);
}

void FolderPacks::put(std::shared_ptr<const cities::Pack> pack) {
  all_[{pack->id, pack->revision}] = pack;
  auto next = std::make_shared<cities::PackSet>(*set_);
  next->cities[pack->id] = std::move(pack);
  set_ = std::move(next);
}

std::shared_ptr<const cities::Pack> FolderPacks::revision(const std::string& city,
                                                          const std::string& revision) {
  const auto found = all_.find({city, revision});
  return found == all_.end() ? nullptr : found->second;
}

std::vector<std::string> Result::codes_of(const std::string& field) const {
  std::vector<std::string> codes;
  for (const Json& finding : findings)
    if (finding["field"] == field) codes.push_back(finding["code"]);
  return codes;
}

Registry::Registry()
    : home_(fresh_home()),
      seal_(storage::Seal::open(home_, true)),
      personal_(seal_),
      outbox_(seal_),
      numbers_(seal_),
      codes_(outbox_, numbers_, {}),
      people_(codes_, numbers_),
      notices_(people_, outbox_),
      cases_({subjects_, packs_, people_, personal_, notices_}),
      subject_(people_, personal_, log_),
      facts_(personal_),
      service_({cases_, people_, personal_, facts_}) {
  subjects_.add("filing", subject_);
}

Registry::~Registry() { std::filesystem::remove_all(home_); }

std::string Registry::add_account(const std::string& name, const std::string& phone,
                                  std::vector<std::string> roles, std::vector<std::string> districts,
                                  const std::string& kind) {
  users::Account account;
  account.id = new_id();
  account.kind = kind;
  account.roles = std::move(roles);
  account.districts = std::move(districts);
  account.name = name;
  account.phone_sealed = numbers_.sealed(city_, phone);
  account.password_hash = "none";
  database_.transact(city_, [&](storage::Session& session) {
    if (!users::insert_account(session, account, {numbers_.phone_mac(city_, phone), ""}))
      throw std::runtime_error("phone used twice: " + phone);
  });
  return account.id;
}

Actor Registry::actor(const std::string& id) {
  auto session = database_.session(city_);
  const auto account = users::find_account(session, id).value();
  Actor actor;
  actor.city = city_;
  actor.account = id;
  actor.name = account.name;
  actor.roles = account.roles;
  actor.districts = account.districts;
  return actor;
}

http::Reach Registry::reach_of(const Actor& actor) const {
  if (actor.has_role("city_auditor")) return http::Reach::city;
  return actor.has_role("district_auditor") ? http::Reach::district : http::Reach::own;
}

Result Registry::call(const std::string& account, const Work& work) {
  const Actor caller = actor(account);
  try {
    return {200, "",
            database_.transact(
                city_,
                [&](storage::Session& session) {
                  return work(workflows::Call{session, caller, {"192.0.2.1", "test"}, reach_of(caller)});
                }),
            Json::array()};
  } catch (const Problem& problem) {
    Json findings = Json::array();
    for (const Finding& one : problem.errors) findings.push_back({{"field", one.field}, {"code", one.code}});
    return {problem.status, problem.code, problem.placeholders, findings};
  }
}

Result Registry::create(const std::string& account, const Json& answers) {
  return call(account, [&](const auto& call) { return service_.create(call, pack(), answers); });
}
Result Registry::replace(const std::string& account, const std::string& machine, const Json& answers,
                         std::int64_t version) {
  return call(account,
              [&](const auto& call) { return service_.replace(call, pack(), machine, answers, version); });
}
Result Registry::remove(const std::string& account, const std::string& machine) {
  return call(account, [&](const auto& call) { return service_.remove(call, machine), Json(); });
}
Result Registry::submit(const std::string& account, const std::string& machine, const std::string& code) {
  return call(account, [&](const auto& call) { return service_.submit(call, pack(), machine, code); });
}
Result Registry::machine(const std::string& account, const std::string& machine) {
  return call(account, [&](const auto& call) { return service_.view(call, pack(), machine); });
}
Result Registry::machines(const std::string& account, const Json& query, int limit) {
  const auto keys = query.get<std::map<std::string, std::string, std::less<>>>();
  return call(account, [&](const auto& call) { return service_.list(call, pack(), keys, limit); });
}
Result Registry::one_case(const std::string& account, const std::string& id) {
  return call(account, [&](const auto& call) { return cases_.view(call, id); });
}
Result Registry::why(const std::string& account, const std::string& id) {
  return call(account, [&](const auto& call) { return cases_.why(call, id); });
}
Result Registry::queue(const std::string& account, const Json& query, int limit) {
  const auto keys = query.get<std::map<std::string, std::string, std::less<>>>();
  return call(account, [&](const auto& call) { return cases_.list(call, keys, limit); });
}
Result Registry::take(const std::string& officer, const std::string& id, const std::string& transition,
                      std::int64_t version, const std::string& reason, const Json& remarks) {
  return call(officer, [&](const auto& call) {
    return cases_.view(call, cases_.transition(call, id, {transition, version, reason, remarks}));
  });
}

std::string Registry::add_photo(const std::string& account) {
  const std::uint64_t look = std::mt19937_64(static_cast<std::uint64_t>(++photos_taken_))();
  return add_photo(account, look);
}

std::string Registry::add_photo(const std::string& account, std::uint64_t look,
                                const photos::photo_row_store::Provenance& provenance) {
  const photos::Photo photo{"jpeg", sha256_hex(std::to_string(look)), look, 800, 600, ~look};
  return database_.transact(city_, [&](storage::Session& session) {
    return photos::photo_row_store::insert(session, photo, account, provenance);
  });
}

Json Registry::complete(const std::string& account) {
  const int number = ++numbers_given_;
  std::ostringstream serial;
  serial << std::setw(5) << std::setfill('0') << number;
  const auto photo = [&] { return add_photo(account); };
  return {{"name", "甲"},
          {"id_number", "11010519491231002X"},
          {"contact_phone", "13900000001"},
          {"registration_district", district_},
          {"place", "某工业园"},
          {"acquired_on", "2025-05-20"},
          {"registration_kind", "machine"},
          {"machine_kind", "excavator"},
          {"fuel", "diesel"},
          {"machine_maker", "徐工"},
          {"machine_model", "XE215D"},
          {"machine_date", "2025-03-01"},
          {"pin", "XUG0215DTSCA" + serial.str()},
          {"power_kw", 128},
          {"engine_maker", "康明斯"},
          {"engine_model", "QSB7"},
          {"engine_date", "2025-01-10"},
          {"engine_serial", "77" + serial.str()},
          {"aftertreatment", {"doc", "dpf"}},
          {"photo_owner", photo()},
          {"photo_machine_plate", photo()},
          {"photo_engine_plate", photo()},
          {"photo_label", photo()},
          {"photo_certificate", photo()},
          {"photos_body", {photo(), photo()}}};
}

Registry::Filed Registry::file(const std::string& account, const Json& changes) {
  Json answers = complete(account);
  answers.update(changes);
  const Result drafted = create(account, answers);
  if (drafted.status != 200) throw std::runtime_error("not drafted: " + drafted.code);
  const Result filed = submit(account, drafted.body["id"]);
  if (filed.status != 200) throw std::runtime_error("not filed: " + filed.code + " " + filed.findings.dump());
  return {drafted.body["id"], filed.body["case"]["id"], filed.body["case"]["version"].get<std::int64_t>()};
}

Json Registry::rows(const std::string& sql) {
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  storage::Session session = root.session("");
  return session.run("with q as (" + sql + ") select coalesce(jsonb_agg(q), '[]') as rows from q")
      .front()
      .json("rows");
}

void Registry::shift_clock(const std::string& interval) {
  storage::Database root({.dsn = place_.root_dsn, .pool = 1});
  storage::Session session = root.session("");
  session.run(
      "insert into demo_clock (shift) values ($1::interval) on conflict (only_row) do update set shift = "
      "excluded.shift",
      {interval});
}

}  // namespace nrmm::machines

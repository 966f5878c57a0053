#include "world.hpp"

#include <stdexcept>

#include <unistd.h>

namespace nrmm::testing {
namespace {

class Body : public http::BodySource {
 public:
  explicit Body(std::string text) : text_(std::move(text)) {}
  bool empty() const override { return text_.empty(); }
  std::string read(std::size_t) override { return text_; }

 private:
  std::string text_;
};

class Phones : public workflows::Channel {
 public:
  explicit Phones(std::vector<Json>& sent) : sent_(sent) {}
  workflows::Sent deliver(const workflows::Delivery& delivery) override {
    sent_.push_back(delivery.payload);
    sent_.back()["city"] = delivery.city;
    return {};
  }

 private:
  std::vector<Json>& sent_;
};

std::filesystem::path fresh_home() {
  static int count = 0;
  auto path = std::filesystem::temp_directory_path() /
              ("nrmm-users-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  std::filesystem::create_directories(path);
  return path;
}

}  // namespace

std::vector<std::string> Answer::errors(const std::string& field) const {
  std::vector<std::string> codes;
  for (const Json& error : body.value("errors", Json::array()))
    if (error.at("field") == field) codes.push_back(error.at("code"));
  return codes;
}

users::Settings World::easy() {
  users::Settings settings;
  settings.password = {1, 8, 2, 1000, std::chrono::milliseconds(20000)};
  settings.sms.per_phone_minute = settings.sms.per_phone_day = 1000;
  settings.challenge = {1000, 1000, 1000};
  return settings;
}

World::World(users::Settings chosen)
    : home(fresh_home()),
      place(Cluster::instance().fresh_database()),
      database({.dsn = place.dsn}),
      settings(chosen),
      seal(storage::Seal::open(home / "keys", true)),
      numbers(seal),
      personal(seal),
      outbox(seal),
      post(database, seal,
           [] {
             return std::vector<std::string>{"north", "south"};
           }),
      hasher(settings.password),
      codes(outbox, numbers, settings.sms),
      brake(numbers, settings.sign_in),
      challenges(numbers, settings.challenge),
      proof({database, hasher, codes, numbers, brake}),
      second_factor({proof, numbers, settings.second_factor}),
      identities(providers, numbers),
      shared_use(settings.shared_use),
      bindings({database, codes, numbers, identities, proof}),
      recoveries({numbers, outbox}),
      sign_in({database, hasher, codes, numbers, brake, second_factor, identities, shared_use, settings}),
      own_sessions(proof, settings),
      registration({database, hasher, codes, numbers, personal}),
      accounts(numbers, personal),
      passwords({database, hasher, codes, numbers, brake}),
      officers({database, hasher, numbers, outbox, settings}),
      people(codes, numbers),
      notices(people, outbox),
      profile_subject(people, personal, numbers),
      cases({subjects, packs, people, personal, notices}),
      profiles({cases, people, personal}),
      works(database, authenticator, seal),
      router({&packs, &works, nullptr, {}}) {
  post.add("sms", std::make_unique<Phones>(sent));
  subjects.add("account", profile_subject);
  users::add_sms_code_routes(router, codes, challenges, log);
  users::add_session_routes(router, sign_in, own_sessions);
  users::add_account_routes(router, registration, accounts, passwords);
  users::add_profile_routes(router, profiles);
  users::add_second_factor_routes(router, second_factor);
  users::add_binding_routes(router, bindings);
  users::add_recovery_routes(router, recoveries);
  users::add_shared_use_routes(router, shared_use);
}

World::~World() { std::filesystem::remove_all(home); }

Answer World::send(const std::string& method, const std::string& path, const Json& body,
                   const std::string& token, std::map<std::string, std::string> headers) {
  static std::atomic<int> keys = 0;
  Body source(body.is_null() ? "" : dump_json(body));
  http::Incoming incoming{method, path, {}, address, &source};
  if (!body.is_null()) incoming.headers.add("Content-Type", "application/json");
  if (!token.empty()) incoming.headers.add("Authorization", "Bearer " + token);
  headers.try_emplace("Idempotency-Key", "key-" + std::to_string(++keys));
  for (const auto& [name, value] : headers) incoming.headers.add(name, value);
  const http::Outgoing outgoing = router.answer(incoming);
  Answer answer{outgoing.status, outgoing.body.empty() ? Json() : parse_json(outgoing.body), {}};
  for (const auto& [name, value] : outgoing.headers.all()) answer.headers[name] = value;
  return answer;
}

std::vector<Json> World::sms_lines() {
  while (post.run_once("north") + post.run_once("south") > 0) {
  }
  return sent;
}

std::string World::code_for(const std::string& city, const std::string& phone, const std::string& purpose) {
  const Answer sent = send("POST", "/" + city + "/v1/sms-codes", {{"phone", phone}, {"purpose", purpose}});
  if (sent.status != 202) throw std::runtime_error("no code: " + dump_json(sent.body));
  std::string code;
  for (const Json& line : sms_lines())
    if (line.at("city") == city && line.at("phone") == phone && line.at("purpose") == purpose)
      code = line.at("code");
  return code;
}

Json World::application(const std::string& phone, const std::string& code) const {
  return {{"role", "owner"},       {"kind", "person"},
          {"phone", phone},        {"sms_code", code},
          {"password", kPassword}, {"answers", {{"name", "王五"}, {"id_number", "11010519491231002X"}}}};
}

Answer World::register_person(const std::string& city, const std::string& phone, Json changes) {
  Json body = application(phone, code_for(city, phone, "register"));
  if (city == "south") body["answers"] = {{"name", "王五"}};
  body.update(changes);
  return send("POST", "/" + city + "/v1/accounts", body);
}

std::string World::token_of(const std::string& city, const std::string& login, const std::string& password) {
  const Answer answer = send("POST", "/" + city + "/v1/sessions", {{"login", login}, {"password", password}});
  return answer.status == 201 ? answer.body.at("token").get<std::string>() : "";
}

users::NewOfficer officer(const std::string& role, const std::string& name, const std::string& phone,
                          std::vector<std::string> districts) {
  return {{{role}, std::move(districts), {}, {}}, name, phone, ""};
}

void World::shift_clock(const std::string& interval) {
  admin("insert into demo_clock (shift) values ('" + interval +
        "') on conflict (only_row) do update set shift = excluded.shift returning 1 as done");
}

Json World::admin(const std::string& sql) {
  storage::Database root({.dsn = place.root_dsn, .pool = 1});
  storage::Session session = root.session("");
  const auto rows = session.run("with q as (" + sql + ") select coalesce(jsonb_agg(q), '[]') as rows from q");
  return rows.front().json("rows");
}

}  // namespace nrmm::testing

#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cluster.hpp"
#include "http/database_work.hpp"
#include "http/router.hpp"
#include "log/logger.hpp"
#include "users/authenticator.hpp"
#include "users/legacy_import.hpp"
#include "users/officers.hpp"
#include "users/people.hpp"
#include "users/profile_subject.hpp"
#include "users/recoveries.hpp"
#include "users/routes.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::testing {

struct Answer {
  int status = 0;
  Json body;
  std::map<std::string, std::string> headers;

  std::string code() const { return body.value("code", ""); }
  // Codes of the findings about a member or field.
  std::vector<std::string> errors(const std::string& field) const;
};

// Two cities: `north` takes phone, identity number, credit code and SMS; `south` asks for a name only and
// takes user names. Their packs are made here: what is tested is the kernel, not a city.
class TestPacks : public cities::PackSource {
 public:
  TestPacks();
  std::shared_ptr<const cities::PackSet> current() const override { return set_; }
  std::shared_ptr<const cities::Pack> revision(const std::string& city, const std::string&) override {
    return set_->find(city);
  }
  cities::Pack& pack(const std::string& city) { return *packs_.at(city); }

 private:
  std::map<std::string, std::shared_ptr<cities::Pack>> packs_;
  std::shared_ptr<cities::PackSet> set_ = std::make_shared<cities::PackSet>();
};

// The users' part of a server on a fresh database, asked over its routes. Hashes are cheap and phones may ask
// for many codes, unless a test says otherwise.
class World {
 public:
  static users::Settings easy();
  explicit World(users::Settings settings = easy());
  ~World();

  Answer send(const std::string& method, const std::string& path, const Json& body = nullptr,
              const std::string& token = "", std::map<std::string, std::string> headers = {});

  // The latest code sent to the phone, as the channel got it.
  std::string code_for(const std::string& city, const std::string& phone, const std::string& purpose);
  std::vector<Json> sms_lines();  // {city, phone, purpose, code, text} of all that was sent so far

  Json application(const std::string& phone, const std::string& code) const;  // a person of north
  Answer register_person(const std::string& city, const std::string& phone, Json changes = Json::object());
  std::string token_of(const std::string& city, const std::string& login, const std::string& password);

  void shift_clock(const std::string& interval);
  storage::Session session(const std::string& city) { return database.session(city); }
  Json admin(const std::string& sql);  // rows of a superuser's query, as objects

  std::filesystem::path home;
  TestDatabase place;
  storage::Database database;
  users::Settings settings;
  std::shared_ptr<const storage::Seal> seal;
  TestPacks packs;
  users::PersonalNumbers numbers;
  workflows::Personal personal;
  workflows::OutboxWriter outbox;
  std::vector<Json> sent;  // by channel `sms`
  workflows::Outbox post;
  users::PasswordHasher hasher;
  users::SmsCodes codes;
  log::Logger log{log::Level::error};
  users::SignInBrake brake;
  users::Challenges challenges;
  users::FreshProof proof;
  users::SecondFactor second_factor;
  users::IdentityProviders providers;
  users::ExternalIdentities identities;
  users::SharedUse shared_use;
  users::Bindings bindings;
  users::Recoveries recoveries;
  users::SignIn sign_in;
  users::OwnSessions own_sessions;
  users::Registration registration;
  users::AccountService accounts;
  users::Passwords passwords;
  users::Officers officers;
  users::AccountPeople people;
  workflows::Notices notices;
  users::ProfileSubject profile_subject;
  workflows::Subjects subjects;
  workflows::CaseService cases;
  users::Profiles profiles;
  users::SessionAuthenticator authenticator;
  http::DatabaseWorks works;
  http::Router router;
  std::string address = "192.0.2.1";
};

users::NewOfficer officer(const std::string& role, const std::string& name, const std::string& phone,
                          std::vector<std::string> districts = {});

inline constexpr const char* kPassword = "Ri-chu 1956";

}  // namespace nrmm::testing

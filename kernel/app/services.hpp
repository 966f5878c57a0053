#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/home.hpp"
#include "cities/archived_packs.hpp"
#include "cities/catalogue.hpp"
#include "config/settings.hpp"
#include "http/database_work.hpp"
#include "http/form_routes.hpp"
#include "http/health.hpp"
#include "http/router.hpp"
#include "log/logger.hpp"
#include "lua/rule_guard.hpp"
#include "machines/batch_service.hpp"
#include "machines/change_service.hpp"
#include "machines/change_subject.hpp"
#include "machines/code_lookup.hpp"
#include "machines/collection.hpp"
#include "machines/like_machines.hpp"
#include "machines/machine_facts.hpp"
#include "machines/machine_history.hpp"
#include "machines/machine_service.hpp"
#include "machines/machine_subject.hpp"
#include "machines/passports.hpp"
#include "machines/photo_upload.hpp"
#include "photos/photo_store.hpp"
#include "plugins/case_work.hpp"
#include "plugins/host.hpp"
#include "plugins/plugin_routes.hpp"
#include "privacy/account_export.hpp"
#include "privacy/erasure.hpp"
#include "sites/gate_service.hpp"
#include "sites/recorders.hpp"
#include "sites/site_opening.hpp"
#include "sites/site_records.hpp"
#include "sites/site_service.hpp"
#include "sites/site_subject.hpp"
#include "storage/database.hpp"
#include "storage/seal.hpp"
#include "users/account_service.hpp"
#include "users/authenticator.hpp"
#include "users/bindings.hpp"
#include "users/challenges.hpp"
#include "users/fresh_proof.hpp"
#include "users/legacy_import.hpp"
#include "users/officer_requests.hpp"
#include "users/officer_service.hpp"
#include "users/officer_subject.hpp"
#include "users/officers.hpp"
#include "users/own_sessions.hpp"
#include "users/passwords.hpp"
#include "users/people.hpp"
#include "users/profile_subject.hpp"
#include "users/profiles.hpp"
#include "users/recoveries.hpp"
#include "users/registration.hpp"
#include "users/sign_in.hpp"
#include "users/site_managers.hpp"
#include "workflows/case_service.hpp"
#include "workflows/disclosure.hpp"
#include "workflows/matter_subject.hpp"
#include "workflows/matters.hpp"

namespace nrmm::app {

std::filesystem::path photo_folder(const config::Settings& settings, const Home& home);
users::Settings users_settings(const config::Settings& settings);
storage::DatabaseSettings database_settings(const config::Settings& settings, const std::string& dsn);
// This deployment's own keys, and those that its settings trust.
std::vector<passport::TrustedKey> trusted_keys(const config::Settings& settings, const passport::Keys& own);
plugins::HostSettings host_settings(const config::Settings& settings);
std::unique_ptr<log::Logger> make_logger(const config::Settings& settings);

// The services of a process, built bottom up, and the routes over them. Nothing runs yet and nothing is
// connected: what needs the database opens it at first use. So the command line and the check of routes use
// the same assembly.
class Services {
 public:
  Services(const config::Settings& settings, const Home& home, const std::string& dsn);

  std::vector<std::string> served_cities() const;
  const workflows::CaseService& cases() const { return cases_; }
  const machines::Desk& desk() const { return desk_; }
  const workflows::Personal& personal() const { return personal_; }

  config::Settings settings;
  std::unique_ptr<log::Logger> logger;
  storage::Database database;
  std::shared_ptr<const storage::Seal> seal;
  photos::PhotoStore photos;
  plugins::Host plugins;
  cities::Catalogue catalogue;  // with what the plugins add
  cities::PackArchive archive;
  lua::RuleGuard rule_guard;
  cities::ArchivedPacks packs;
  users::IdentityProviders identity_providers;  // filled before anything is served

 private:
  users::Settings user_settings_;
  workflows::OutboxWriter outbox_writer_;
  workflows::Personal personal_;
  users::PersonalNumbers numbers_;
  users::PasswordHasher hasher_;
  users::SmsCodes sms_codes_;
  users::AccountPeople people_;
  users::SignInBrake brake_;
  users::Challenges challenges_;
  users::FreshProof proof_;
  users::SecondFactor second_factor_;
  users::ExternalIdentities identities_;
  users::SharedUse shared_use_;
  users::Bindings bindings_;
  users::Recoveries recoveries_;
  workflows::Notices notices_;
  plugins::CaseWork plugin_work_;
  workflows::Subjects subjects_;
  workflows::CaseService cases_;
  workflows::Disclosure disclosure_;
  workflows::MatterSubject matter_subject_;
  workflows::Matters matters_;
  users::ProfileSubject profile_subject_;
  users::Profiles profiles_;
  users::OfficerSubject officer_subject_;
  users::OfficerRequests officer_requests_;
  users::OfficerService officer_service_;
  machines::MachineFacts machine_facts_;  // filled before anything is served
  machines::MachineSubject filing_;
  machines::MachineService machines_;
  machines::LikeMachines like_machines_;
  machines::BatchService batches_;
  machines::PhotoUpload photo_upload_;
  machines::ChangeSubject change_subject_;
  machines::ChangeService changes_;
  machines::MachineHistory history_;
  machines::CodeLookup lookup_;
  machines::Desk desk_;
  passport::Keys passport_keys_;
  passport::Trust passport_trust_;
  machines::Passports passports_;
  sites::SiteSubject site_subject_;
  sites::SiteService sites_;
  sites::KnownMachines known_machines_;
  sites::GateService gates_;
  sites::SiteRecords site_records_;
  sites::Recorders recorders_at_sites_;
  users::SignIn sign_in_;
  users::OwnSessions own_sessions_;
  users::Registration registration_;
  users::SiteManagers site_managers_;
  sites::SiteOpening site_opening_;
  users::AccountService accounts_;
  users::Passwords passwords_;
  privacy::AccountExport export_;
  privacy::Erasure erasure_;
  users::SessionAuthenticator authenticator_;
  http::DatabaseWorks works_;
  plugins::PluginRoutes plugin_routes_;
  http::Health health_;

 public:
  users::LegacyImport legacy_import;
  users::Officers officers;
  http::Router router;

 private:
  void add_routes();
  http::FormSources form_sources();
};

}  // namespace nrmm::app

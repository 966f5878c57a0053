#include "app/services.hpp"

#include <algorithm>

#include "app/command.hpp"
#include "app/rule_limits.hpp"
#include "cities/standard_catalogue.hpp"
#include "http/audit_routes.hpp"
#include "http/figure_routes.hpp"
#include "http/form_routes.hpp"
#include "http/system_routes.hpp"
#include "machines/batch_routes.hpp"
#include "machines/code_routes.hpp"
#include "machines/history_routes.hpp"
#include "machines/machine_routes.hpp"
#include "machines/photo_routes.hpp"
#include "privacy/privacy_routes.hpp"
#include "sites/machine_presence.hpp"
#include "sites/site_routes.hpp"
#include "users/account.hpp"
#include "users/routes.hpp"
#include "workflows/case_routes.hpp"
#include "workflows/matter_routes.hpp"
#include "workflows/message_routes.hpp"
#include "workflows/statistics_routes.hpp"

namespace nrmm::app {
namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

}  // namespace

std::filesystem::path photo_folder(const config::Settings& settings, const Home& home) {
  return settings.photos.folder.empty() ? home.photos() : settings.photos.folder;
}

users::Settings users_settings(const config::Settings& settings) {
  const auto& security = settings.security;
  users::Settings out;
  out.sms = {.valid = duration_cast<seconds>(security.sms_valid),
             .tries = security.sms_tries,
             .per_phone_minute = security.sms_per_phone_minute,
             .per_phone_day = security.sms_per_phone_day,
             .per_address_minute = security.sms_per_address_minute,
             .per_address_hour = security.sms_per_address_hour,
             .per_city_hour = security.sms_per_city_hour};
  out.sign_in = {.free_failures = security.password_tries,
                 .free_failures_anywhere = security.password_tries_anywhere,
                 .per_address = security.password_tries_per_address,
                 .window = duration_cast<seconds>(security.password_window),
                 .longest_delay = duration_cast<seconds>(security.password_longest_delay)};
  out.challenge = {.free_per_phone_day = security.sms_free_per_phone_day,
                   .free_per_address_hour = security.sms_free_per_address_hour,
                   .free_per_city_hour = security.sms_free_per_city_hour};
  out.second_factor = {.tries = security.second_factor_tries, .window = out.sign_in.window};
  out.shared_use = {.sessions = security.shared_use_sessions,
                    .addresses = security.shared_use_addresses,
                    .window = duration_cast<seconds>(security.shared_use_window)};
  out.officers_need_second_factor = security.second_factor == "officers";
  out.session_lifetime = duration_cast<seconds>(security.session);
  out.officer_session_lifetime = duration_cast<seconds>(security.officer_session);
  out.initial_password_lifetime = duration_cast<seconds>(security.initial_password);
  return out;
}

storage::DatabaseSettings database_settings(const config::Settings& settings, const std::string& dsn) {
  return {.dsn = dsn,
          .pool = settings.database.pool,
          .acquire_timeout = settings.database.acquire_timeout,
          .statement_timeout = settings.database.statement_timeout,
          .lock_timeout = settings.database.lock_timeout};
}

plugins::HostSettings host_settings(const config::Settings& settings) {
  return {.folder = settings.plugins.folder,
          .objects = settings.plugins.objects,
          .stated = settings.plugins.stated,
          .sms = settings.sms.channel,
          .limit = settings.plugins.limit};
}

std::unique_ptr<log::Logger> make_logger(const config::Settings& settings) {
  const auto level = log::level(settings.log.level).value_or(log::Level::info);
  if (settings.log.file.empty()) return std::make_unique<log::Logger>(level);
  return std::make_unique<log::Logger>(settings.log.file, level);
}

Services::Services(const config::Settings& given, const Home& home, const std::string& dsn)
    : settings(given),
      logger(make_logger(settings)),
      database(database_settings(settings, dsn)),
      seal(storage::Seal::open(home.keys(), true)),
      photos(photo_folder(settings, home)),
      plugins(host_settings(settings)),
      catalogue(plugins.catalogue(cities::standard_catalogue())),
      archive(database),
      rule_guard(rule_limits(settings), rule_alarms(*logger)),
      packs(archive, catalogue, database, settings.cities.serve, &rule_guard),
      user_settings_(users_settings(settings)),
      outbox_writer_(seal),
      personal_(seal),
      numbers_(seal),
      hasher_(user_settings_.password),
      sms_codes_(outbox_writer_, numbers_, user_settings_.sms),
      people_(sms_codes_, numbers_),
      brake_(numbers_, user_settings_.sign_in),
      challenges_(numbers_, user_settings_.challenge),
      proof_({database, hasher_, sms_codes_, numbers_, brake_}),
      second_factor_({proof_, numbers_, user_settings_.second_factor}),
      identities_(identity_providers, numbers_),
      shared_use_(user_settings_.shared_use),
      bindings_({database, sms_codes_, numbers_, identities_, proof_, sites::Recorders::bind}),
      recoveries_({numbers_, outbox_writer_}),
      notices_(people_, outbox_writer_),
      plugin_work_(plugins, outbox_writer_),
      cases_({subjects_, packs, people_, personal_, notices_, &plugin_work_}),
      disclosure_(cases_, personal_, *logger),
      matter_subject_(people_, personal_),
      matters_({cases_, people_, personal_}),
      profile_subject_(people_, personal_, numbers_),
      profiles_({cases_, people_, personal_}),
      officer_subject_(personal_, numbers_),
      officer_requests_({{cases_, people_, personal_}, numbers_}),
      officer_service_({hasher_, numbers_, outbox_writer_, user_settings_}),
      machine_facts_(personal_),
      filing_(people_, personal_, *logger),
      machines_({cases_, people_, personal_, machine_facts_}),
      like_machines_(cases_, personal_),
      batches_({machines_, people_, seal}),
      photo_upload_(
          photos, personal_,
          {{settings.photos.max_bytes, settings.photos.max_pixels}, settings.photos.per_account_day}),
      change_subject_(people_, personal_, machine_facts_),
      changes_({cases_, people_, personal_, machine_facts_}),
      history_({cases_, people_, personal_, machine_facts_}),
      lookup_(database, packs),
      desk_(personal_, notices_),
      site_subject_(people_, personal_),
      sites_({cases_, people_, personal_}),
      known_machines_(database, packs, machine_facts_),
      gates_({sites_, known_machines_, people_, personal_}),
      site_records_({sites_, known_machines_, personal_}),
      recorders_at_sites_(sites_, numbers_),
      sign_in_({database, hasher_, sms_codes_, numbers_, brake_, second_factor_, identities_, shared_use_,
                user_settings_}),
      registration_({database, hasher_, sms_codes_, numbers_, personal_}),
      site_managers_({database, hasher_, sms_codes_, numbers_, personal_, user_settings_}),
      site_opening_(sites_, site_managers_),
      accounts_(numbers_, personal_),
      passwords_({database, hasher_, sms_codes_, numbers_, brake_}),
      export_(personal_, numbers_, proof_),
      erasure_(proof_),
      authenticator_(user_settings_.officers_need_second_factor),
      works_(database, authenticator_, seal),
      plugin_routes_(
          plugins, settings.plugins.folder,
          [this](const std::string& city, const std::string& revision) {
            return archive.files(city, revision);
          },
          *logger),
      health_({{"database", [this] { return database.reachable(); }},
               {"packs", [this] { return packs.failure().empty() && !packs.current()->cities.empty(); }},
               {"photos", [this] { return photos.ready(); }}}),
      legacy_import(database, numbers_, operator_name()),
      officers({database, hasher_, numbers_, outbox_writer_, user_settings_}),
      router({.packs = &packs,
              .works = &works_,
              .log = logger.get(),
              .limits = {settings.http.body_limit, settings.http.photo_limit},
              .more = &plugin_routes_,
              .must_record = true}) {
  machine_facts_.add(sites::machine_presence);
  subjects_.add("filing", filing_);
  subjects_.add("machine", change_subject_);
  subjects_.add(cities::kMatter, matter_subject_);
  subjects_.add(cities::kSite, site_subject_);
  subjects_.add("account", profile_subject_);
  subjects_.add(users::kOfficerSubject, officer_subject_);
  add_routes();
}

void Services::add_routes() {
  http::add_system_routes(router, packs, health_);
  http::add_form_routes(router, form_sources());
  http::add_figure_routes(router);
  http::add_audit_routes(router);
  users::add_sms_code_routes(router, sms_codes_, challenges_, *logger);
  users::add_session_routes(router, sign_in_);
  users::add_account_routes(router, registration_, accounts_, passwords_);
  users::add_second_factor_routes(router, second_factor_);
  users::add_binding_routes(router, bindings_);
  users::add_recovery_routes(router, recoveries_);
  users::add_shared_use_routes(router, shared_use_);
  users::add_profile_routes(router, profiles_);
  users::add_officer_routes(router, officer_service_, officer_requests_);
  workflows::add_case_routes(router, cases_);
  workflows::add_matter_routes(router, matters_);
  workflows::add_disclosure_routes(router, disclosure_);
  workflows::add_message_routes(router);
  workflows::add_statistics_routes(router);
  machines::add_machine_routes(router, machines_);
  machines::add_change_routes(router, changes_);
  machines::add_history_routes(router, history_);
  machines::add_like_machine_routes(router, like_machines_);
  machines::add_batch_routes(router, batches_);
  machines::add_photo_routes(router, photos, machines::PhotoLink(seal), photo_upload_);
  machines::add_code_routes(router, lookup_, desk_);
  sites::add_site_routes(router, sites_, site_opening_);
  sites::add_recorder_routes(router, recorders_at_sites_);
  sites::add_gate_routes(router, gates_);
  sites::add_record_routes(router, site_records_);
  users::add_site_account_routes(router, site_managers_);
  privacy::add_privacy_routes(router, export_, erasure_);
  http::add_city_routes(router, users::role_open);
}

// What the calls on forms need to know from the folders above http/.
http::FormSources Services::form_sources() {
  http::FormSources sources;
  sources.own_facts = [this](http::Request& request) {
    return people_.facts(request.session(), *request.pack, request.actor.account);
  };
  sources.about = [this](http::Request& request, const std::string& subject) {
    if (auto site = sites_.rules_of(workflows::call_of(request), request.pack, subject)) return *site;
    return machines_.rules_of(workflows::call_of(request), request.pack, subject);
  };
  sources.unmasked = [this](http::Request& request, const cities::Form& form, const std::string& subject,
                            const Json& answers) {
    return machines_.unmasked(workflows::call_of(request), form, subject, answers);
  };
  sources.pinned = [this](http::Request& request, const std::string& case_id) {
    const workflows::Call call{request.session(),
                               request.actor,
                               {request.address, request.request_id},
                               router.reach("GET cases/{id}", request.actor)};
    cases_.view(call, case_id);  // 404 where it is not the caller's to see
    const auto record = cases_.find(call.session, case_id);
    auto pack = cases_.pack_of(*record, request.actor.city);
    const Json facts = subjects_.of(record->subject_type).facts(call.session, *pack, *record);
    return http::PinnedForm{pack, record->date, facts};
  };
  return sources;
}

std::vector<std::string> Services::served_cities() const {
  std::vector<std::string> served;
  const auto current = packs.current();  // held: another activation may let go of the set meanwhile
  for (const auto& [id, pack] : current->cities) served.push_back(id);
  return served;
}

}  // namespace nrmm::app

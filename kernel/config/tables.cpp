#include "config/tables.hpp"

namespace nrmm::config {
namespace {

using yaml::Key;
using yaml::Schema;
using yaml::Type;

constexpr Key flag(std::string_view name, std::string_view value, std::string_view description) {
  return {.name = name, .type = Type::flag, .description = description, .default_value = value};
}
constexpr Key count(std::string_view name, std::string_view value, std::string_view description) {
  return {.name = name, .type = Type::integer, .description = description, .default_value = value};
}
constexpr Key text(std::string_view name, std::string_view value, std::string_view description) {
  return {.name = name, .type = Type::text, .description = description, .default_value = value};
}
constexpr Key choice(std::string_view name, std::string_view value, std::string_view options,
                     std::string_view description) {
  return {.name = name,
          .type = Type::choice,
          .description = description,
          .default_value = value,
          .options = options};
}
constexpr Key duration(std::string_view name, std::string_view value, std::string_view description) {
  return {.name = name,
          .type = Type::other,
          .description = description,
          .default_value = value,
          .kind = "duration"};
}
constexpr Key size(std::string_view name, std::string_view value, std::string_view description) {
  return {
      .name = name, .type = Type::other, .description = description, .default_value = value, .kind = "size"};
}
constexpr Key section(std::string_view name, const Schema& of, std::string_view description) {
  return {.name = name, .type = Type::object, .description = description, .of = &of};
}

constexpr Key kDatabaseKeys[] = {
    text("dsn", "", "PostgreSQL as the server uses it; empty: `nrmm up` runs a private cluster below home"),
    text("owner_dsn", "", "the schema's owner, for `nrmm migrate` only"),
    count("pool", "8", "connections"),
    duration("acquire_timeout", "3s", "how long a request waits for a connection before 503"),
    duration("statement_timeout", "10s", "longest statement"),
    duration("lock_timeout", "2s", "longest wait for a lock"),
};
constexpr Schema kDatabase{"the database", kDatabaseKeys};

constexpr Key kHttpKeys[] = {
    text("listen", "", "loopback address:port behind your own nginx; empty: a socket below home"),
    count("threads", "64", "requests at work at once"),
    duration("drain", "3s", "at a stop, how long idle connections wait for nginx to close them"),
    size("body_limit", "1 MiB", "largest request body"),
    size("photo_limit", "12 MiB", "largest photo upload"),
};
constexpr Schema kHttp{"the HTTP server", kHttpKeys};

constexpr Key kCitiesKeys[] = {
    text("folder", "cities", "city packs that `nrmm pack` reads"),
    {.name = "serve",
     .type = Type::texts,
     .description = "ids of the cities to serve; empty: every active one",
     .default_value = "[]"},
    flag("forbid_assumed", "false", "refuse to activate a pack with values that no document states"),
};
constexpr Schema kCities{"the cities", kCitiesKeys};

constexpr Key kPluginsKeys[] = {
    text("folder", "plugins", "plugins that packs and this file may name"),
    text("objects", "", "shared objects of plugins of kind cpp; empty: plugins/ beside the program"),
    duration("limit", "10s", "longest call of a plugin of kind cpp; a longer one makes it degraded"),
};
constexpr Schema kPlugins{"the plugins", kPluginsKeys};

constexpr Key kSmsKeys[] = {
    text("channel", "sms_file",
         "plugin with the gateway; sms_file: sms.jsonl below home, for demonstrations"),
};
constexpr Schema kSms{"SMS", kSmsKeys};

constexpr Key kSecurityKeys[] = {
    duration("sms_valid", "10m", "how long a code can be used"),
    count("sms_tries", "5", "wrong guesses until a code is dead"),
    count("sms_per_phone_minute", "1", "codes sent to one phone"),
    count("sms_per_phone_day", "10", "codes sent to one phone"),
    count("sms_per_address_minute", "60", "codes asked for from one network address"),
    count("sms_per_address_hour", "600", "codes asked for from one network address"),
    count("sms_per_city_hour", "5000", "budget of one city: beyond it somebody pays for an attack"),
    count("sms_free_per_phone_day", "3", "codes sent to one phone before a question must be answered"),
    count("sms_free_per_address_hour", "40", "the same for one network address"),
    count("sms_free_per_city_hour", "1000", "the same for the whole city"),
    count("password_tries", "5", "wrong passwords per login and address before the next try is delayed"),
    count("password_tries_anywhere", "50", "the same per login from all addresses together"),
    count("password_tries_per_address", "200", "wrong passwords of one address over all logins"),
    duration("password_window", "15m", "in which wrong passwords are counted"),
    duration("password_longest_delay", "30s", "a login is slowed, never locked"),
    duration("session", "7d", "how long a sign-in lasts"),
    duration("officer_session", "12h", "the same for officers"),
    duration("session_rest", "3d", "a sign-in that is not used for so long ends"),
    duration("officer_session_rest", "2h", "the same for officers"),
    duration("initial_password", "14d", "until when an initial password must be changed"),
    choice("second_factor", "none", "none officers", "who must sign in with an authenticator's code as well"),
    count("second_factor_tries", "5", "wrong codes of one account within password_window"),
    count("shared_use_sessions", "4", "sessions of one officer at once; more are shown as shared use"),
    count("shared_use_addresses", "2",
          "network addresses of one officer at once; more are shown as shared use"),
    duration("shared_use_window", "2h", "sessions that began within it count as at once"),
};
constexpr Schema kSecurity{"security", kSecurityKeys};

constexpr Key kPhotosKeys[] = {
    text("folder", "", "where photos are kept, the same for all servers; empty: below home"),
    size("max_bytes", "12 MiB", "largest photo"),
    count("max_pixels", "50000000", "largest photo, width times height"),
    count("per_account_day", "500", "photos one account may send"),
};
constexpr Schema kPhotos{"photos", kPhotosKeys};

constexpr Key kTrustedKeys[] = {
    {.name = "city", .type = Type::text, .mandatory = true, .description = "id of the city it speaks for"},
    {.name = "key",
     .type = Type::text,
     .mandatory = true,
     .description = "as `nrmm passport keys` prints it there"},
    {.name = "until", .type = Type::date, .description = "the last day on which it is believed"},
};
constexpr Schema kTrusted{"a trusted key", kTrustedKeys};

constexpr Key kPassportKeys[] = {
    {.name = "trust",
     .type = Type::list,
     .description =
         "keys of other deployments: [{ city: …, key: …, until: YYYY-MM-DD }]; until may be left out",
     .default_value = "[]",
     .of = &kTrusted},
};
constexpr Schema kPassport{"the passports", kPassportKeys};

constexpr Key kMetricsKeys[] = {
    text("listen", "", "loopback address:port of GET /metrics, for Prometheus; empty: none"),
};
constexpr Schema kMetrics{"the metrics", kMetricsKeys};

constexpr Key kLogKeys[] = {
    choice("level", "info", "debug info warning error", "least important line that is written"),
    text("file", "", "appended to, reopened on SIGHUP; empty: standard error"),
};
constexpr Schema kLog{"the log", kLogKeys};

constexpr Key kKeys[] = {
    text("home", "var", "what this deployment keeps: database, photos, keys, logs; NRMM_HOME wins"),
    count("port", "8080", "public port of `nrmm up`; NRMM_PORT wins"),
    text("address", "0.0.0.0", "on which the public port listens"),
    flag("demo", "false", "`nrmm up` loads the demonstration; never in service"),
    section("database", kDatabase, "PostgreSQL"),
    section("http", kHttp, "the server behind nginx"),
    section("cities", kCities, "city packs"),
    section("plugins", kPlugins,
            "plugins; `<name>: { <setting>: <value> }` runs one of kind cpp, {} with its defaults"),
    section("sms", kSms, "text messages"),
    section("security", kSecurity, "limits against guessing and flooding"),
    section("photos", kPhotos, "photos of machines and papers"),
    section("passport", kPassport, "signed proof of a machine's code, for other cities"),
    section("metrics", kMetrics, "numbers for the operator"),
    section("log", kLog, "one JSON object per line, no personal data"),
};
constexpr Schema kSettings{"nrmm.yaml", kKeys};

}  // namespace

const yaml::Schema& schema() { return kSettings; }

}  // namespace nrmm::config

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "yaml/node.hpp"

namespace nrmm::config {

// What an operator can set. Every value's default and description stand in one table (tables.cpp), so a
// member has no default of its own: take Settings from load().
struct Settings {
  std::filesystem::path home;  // what this deployment keeps; NRMM_HOME wins
  int port;                    // public port of `nrmm up`; NRMM_PORT wins
  std::string address;         // on which the public port listens
  bool demo;                   // demonstration mode: sample SMS channel, movable clock

  struct Database {
    std::string dsn;        // empty: `nrmm up` runs a private cluster
    std::string owner_dsn;  // migrations only
    int pool;
    std::chrono::milliseconds acquire_timeout, statement_timeout, lock_timeout;
  } database;

  struct Http {
    int port;  // on 127.0.0.1; 0: a socket below home
    int threads;
    std::chrono::milliseconds drain;      // of idle connections, at a stop
    std::size_t body_limit, photo_limit;  // bytes
  } http;

  struct Cities {
    std::filesystem::path folder;
    std::vector<std::string> serve;  // empty: every active one
    bool forbid_assumed;             // refuse packs with values that no document states
  } cities;

  struct Plugins {
    std::filesystem::path folder;
    std::filesystem::path objects;  // of plugins of kind cpp; empty: plugins/ beside the program
    std::chrono::milliseconds limit;
    std::vector<yaml::Entry> stated;  // plugins that this deployment runs: name, and settings as written
  } plugins;

  struct Sms {
    std::string channel;  // name of a plugin
  } sms;

  struct Security {
    std::chrono::milliseconds sms_valid;
    int sms_tries, sms_per_phone_minute, sms_per_phone_day;
    int sms_per_address_minute, sms_per_address_hour, sms_per_city_hour;
    int sms_free_per_phone_day, sms_free_per_address_hour, sms_free_per_city_hour;
    int password_tries, password_tries_anywhere, password_tries_per_address;
    std::chrono::milliseconds password_window, password_longest_delay;
    std::chrono::milliseconds session, officer_session, session_rest, officer_session_rest, initial_password;
    std::string second_factor;  // none | officers
    int second_factor_tries, shared_use_sessions, shared_use_addresses;
    std::chrono::milliseconds shared_use_window;
  } security;

  struct Photos {
    std::filesystem::path folder;  // empty: below home
    std::size_t max_bytes;
    std::int64_t max_pixels;
    int per_account_day;
  } photos;

  struct Passport {
    struct Trusted {
      std::string city, key;      // the public key's 32 bytes
      std::optional<Date> until;  // its last day
    };
    std::vector<Trusted> trust;  // of other deployments
  } passport;

  struct Metrics {
    int port;  // on 127.0.0.1; 0: nobody may ask
  } metrics;

  struct Log {
    std::string level;
    std::filesystem::path file;  // empty: standard error
  } log;

  std::filesystem::path file{};  // that was read; empty: none
};

// The process's environment, or a test's.
using Environment = std::function<std::optional<std::string>(const char* name)>;
Environment process_environment();

// Reads and checks the file; without one the defaults hold. A file that is named must exist. Whatever is
// wrong is reported with file, line and hint (P000–P003, P007); with an error among them the server must not
// start (X120), and the settings returned are of no use.
Settings load(const std::optional<std::filesystem::path>& file, const Environment& environment,
              Diagnostics& diagnostics);

// The text of config/nrmm.yaml: every key with its description and default, commented out.
std::string sample();

}  // namespace nrmm::config

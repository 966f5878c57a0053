#include "config/settings.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "config/section.hpp"
#include "config/tables.hpp"
#include "yaml/parse.hpp"

namespace nrmm::config {
namespace {

Settings::Database database(const Section& from) {
  return {from.text("dsn"),
          from.text("owner_dsn"),
          from.count("pool", 1, 1000),
          from.duration("acquire_timeout"),
          from.duration("statement_timeout"),
          from.duration("lock_timeout")};
}

Settings::Http http(const Section& from) {
  return {from.loopback_port("listen"), from.count("threads", 1, 4096), from.duration("drain"),
          from.size("body_limit"), from.size("photo_limit")};
}

Settings::Cities cities(const Section& from) {
  return {from.text("folder"), from.texts("serve"), from.flag("forbid_assumed")};
}

Settings::Plugins plugins(const Section& from) {
  return {from.text("folder"), from.text("objects"), from.duration("limit"), {}};
}

Settings::Security security(const Section& from) {
  return {from.duration("sms_valid"),
          from.count("sms_tries"),
          from.count("sms_per_phone_minute"),
          from.count("sms_per_phone_day"),
          from.count("sms_per_address_minute"),
          from.count("sms_per_address_hour"),
          from.count("sms_per_city_hour"),
          from.count("sms_free_per_phone_day", 0),
          from.count("sms_free_per_address_hour", 0),
          from.count("sms_free_per_city_hour", 0),
          from.count("password_tries"),
          from.count("password_tries_anywhere"),
          from.count("password_tries_per_address"),
          from.duration("password_window"),
          from.duration("password_longest_delay"),
          from.duration("session"),
          from.duration("officer_session"),
          from.duration("session_rest"),
          from.duration("officer_session_rest"),
          from.duration("initial_password"),
          from.text("second_factor"),
          from.count("second_factor_tries"),
          from.count("shared_use_sessions"),
          from.count("shared_use_addresses"),
          from.duration("shared_use_window")};
}

Settings::Photos photos(const Section& from) {
  return {from.text("folder"), from.size("max_bytes"), from.count("max_pixels"),
          from.count("per_account_day")};
}

std::vector<Settings::Passport::Trusted> trusted(const Section& from) {
  constexpr std::size_t kKeyBytes = 32;
  std::vector<Settings::Passport::Trusted> out;
  for (const Section& each : from.sections("trust"))
    out.push_back({each.text("city"), each.bytes("key", kKeyBytes), each.date("until")});
  return out;
}

Settings read(const Section& root) {
  const Section log = root.section("log");
  return {root.text("home"),
          root.count("port", 1, 65535),
          root.text("address"),
          root.flag("demo"),
          database(root.section("database")),
          http(root.section("http")),
          cities(root.section("cities")),
          plugins(root.section("plugins")),
          {root.section("sms").text("channel")},
          security(root.section("security")),
          photos(root.section("photos")),
          {trusted(root.section("passport"))},
          {root.section("metrics").loopback_port("listen")},
          {log.text("level"), log.text("file")},
          {}};
}

std::optional<yaml::Node> read_file(const std::filesystem::path& file, Diagnostics& diagnostics) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream.is_open() || stream.bad()) {
    diagnostics.error({file.string()}, "P000", "cannot be read");
    return std::nullopt;
  }
  return yaml::parse(text.str(), file.string(), diagnostics);
}

// Under `plugins`, a mapping is a plugin's settings: what may stand in it only the plugin's manifest says.
std::vector<yaml::Entry> take_plugins(yaml::Node& root) {
  std::vector<yaml::Entry> taken;
  yaml::Entry* section = root.entry("plugins");
  if (!section) return taken;
  std::vector<yaml::Entry>& entries = section->value.entries;
  const auto ours = std::stable_partition(entries.begin(), entries.end(),
                                          [](const yaml::Entry& entry) { return !entry.value.is_mapping(); });
  taken.assign(std::make_move_iterator(ours), std::make_move_iterator(entries.end()));
  entries.erase(ours, entries.end());
  return taken;
}

void apply_environment(const Environment& environment, Settings& settings, Diagnostics& diagnostics) {
  if (const auto home = environment("NRMM_HOME"); home && !home->empty()) settings.home = *home;
  const auto port = environment("NRMM_PORT");
  if (!port || port->empty()) return;
  int value = 0;
  const auto [end, error] = std::from_chars(port->data(), port->data() + port->size(), value);
  if (error == std::errc() && end == port->data() + port->size() && value >= 1 && value <= 65535) {
    settings.port = value;
  } else {
    diagnostics.error({"NRMM_PORT"}, "P002", "expected a port between 1 and 65535, found `" + *port + "`");
  }
}

}  // namespace

Environment process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
}

Settings load(const std::optional<std::filesystem::path>& file, const Environment& environment,
              Diagnostics& diagnostics) {
  yaml::Node root;
  root.kind = yaml::Node::Kind::mapping;
  std::vector<yaml::Entry> plugins;
  if (file) {
    if (auto parsed = read_file(*file, diagnostics); parsed && parsed->kind != yaml::Node::Kind::null) {
      plugins = take_plugins(*parsed);
      root = yaml::checked(*parsed, schema(), false, diagnostics);
      yaml::check_complete(root, schema(), "nrmm.yaml", diagnostics);
    }
  }
  Settings settings = read(Section(&root, schema(), diagnostics));
  settings.plugins.stated = std::move(plugins);
  if (file) settings.file = *file;
  apply_environment(environment, settings, diagnostics);
  diagnostics.sort();
  return settings;
}

}  // namespace nrmm::config

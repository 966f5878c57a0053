#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/json.hpp"
#include "cities/definition.hpp"
#include "cities/pack_files.hpp"
#include "cities/plugin_record.hpp"
#include "cities/plugin_route.hpp"
#include "yaml/node.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {

inline constexpr std::int64_t kPluginApi = 1;

extern const yaml::Schema kPluginSchema;  // of plugin.yaml

// A name that a plugin provides; packs write it as <plugin>.<name>.
struct ProvidedName {
  std::string name;
  Source source;
  std::vector<std::string> values;  // of a fact: all it can be
  long every_seconds = 0;           // of a job
};

// Who states a setting: each city's pack, or nrmm.yaml for the whole deployment (what is secret, or the
// machine's).
enum class SettingOf { pack, deployment };

struct PluginSetting {
  std::string name;
  Source source;
  std::string type;     // flag integer number text texts date choice texts_by_name
  std::string options;  // of a choice, or the names of texts_by_name; separated by blanks
  std::string description;
  bool mandatory = false;
  std::optional<yaml::Node> default_value;
  SettingOf of = SettingOf::pack;
};

// What plugin.yaml says: all that can be known of a plugin without running it.
struct PluginManifest {
  enum class Kind { lua, cpp };

  std::string name, version, description;
  Kind kind = Kind::lua;
  Source source;  // of plugin.yaml
  Source name_source, version_source, api_source, kind_source;
  std::vector<std::string> capabilities;
  std::vector<ProvidedName> functions;  // for rules, in Lua: <plugin>.<name>(…)
  std::vector<ProvidedName> checks;     // for `rule` of a form's check
  std::vector<ProvidedName> facts;      // for `rule` of a form's derived value
  std::vector<ProvidedName> channels;   // ways out of the server
  std::vector<ProvidedName> effects;    // for `do` of transitions: <plugin>.<name>
  std::vector<ProvidedName> listens;    // to what happens: transition
  std::vector<ProvidedName> jobs;       // every_seconds says how often
  std::vector<ProvidedName> commands;   // nrmm x <plugin> <name>
  std::vector<PluginRoute> routes;      // below /{city}/v1/x/{plugin}/
  std::vector<PluginRecord> records;    // kept by the host, of a plugin of kind lua
  std::vector<Role> roles;              // for officers: <plugin>.<role>
  std::vector<ProvidedName> forms;      // defined in forms/: <plugin>.<form>
  std::vector<ProvidedName> cases;      // kinds of case, each a workflow in workflows/: <plugin>.<kind>
  std::map<std::string, std::string> sources;  // documents that its definitions rest on: short name → title
  std::vector<ProvidedName> files;             // of its own, below the deployment's home
  std::vector<PluginSetting> settings;

  const ProvidedName* check(std::string_view name) const;
  const ProvidedName* fact(std::string_view name) const;
  const ProvidedName* function(std::string_view name) const;
  bool is_cpp() const { return kind == Kind::cpp; }
  bool may(std::string_view capability) const;
  const PluginSetting* setting(std::string_view name) const;
  const PluginRecord& record(std::string_view name) const;  // one that is there
};

// What a plugin's host can be asked for.
std::vector<std::string> plugin_capabilities();

// Reads and checks the manifest and that the folder has what its kind needs; nothing is run. P000–P003 and
// P007 as in every YAML file of ours, G005–G008 and G012. With an error among them there is no manifest.
std::optional<PluginManifest> read_plugin(const PackFolder& folder, Diagnostics& diagnostics);

// P002 where the value is not of the setting's type.
void check_setting(const PluginSetting& setting, const yaml::Node& value, Diagnostics& diagnostics);

// The settings that a pack (or nrmm.yaml) states at `stated`, the manifest's defaults for the others of its
// own; null where there is neither. G002–G004, each naming the place there and the place in the manifest.
Json settle_settings(const PluginManifest& plugin, const yaml::Entry& stated, Diagnostics& diagnostics,
                     SettingOf of = SettingOf::pack);

}  // namespace nrmm::cities

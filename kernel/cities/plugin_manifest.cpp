#include "cities/plugin_manifest.hpp"

#include <algorithm>

#include "cities/node_values.hpp"
#include "cities/plugin_definitions.hpp"
#include "cities/plugin_role.hpp"
#include "yaml/parse.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {
namespace {

using yaml::Node;

const ProvidedName* named(const std::vector<ProvidedName>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// "10m" in seconds; 0 for what is no such text.
long seconds_of(const std::string& text) {
  static constexpr std::pair<char, long> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  if (text.size() < 2 || text.size() > 6) return 0;
  const std::string digits = text.substr(0, text.size() - 1);
  if (digits.find_first_not_of("0123456789") != std::string::npos) return 0;
  for (const auto& [unit, seconds] : kUnits)
    if (unit == text.back()) return std::stol(digits) * seconds;
  return 0;
}

class ManifestReader {
 public:
  ManifestReader(const PackFolder& folder, Diagnostics& diagnostics)
      : folder_(folder), diagnostics_(diagnostics) {
    out_.source = {"plugins/" + folder.id + "/plugin.yaml"};
  }

  std::optional<PluginManifest> read() {
    const std::size_t before = diagnostics_.errors();
    const auto text = folder_.files.find("plugin.yaml");
    if (text == folder_.files.end()) {
      diagnostics_.error(out_.source, "P003", "the plugin has no plugin.yaml");
      return std::nullopt;
    }
    const auto root = yaml::parse(text->second, out_.source.file, diagnostics_);
    if (root) fill(yaml::checked(*root, kPluginSchema, false, diagnostics_));
    return diagnostics_.errors() > before ? std::nullopt : std::optional(std::move(out_));
  }

 private:
  void fill(const Node& root) {
    yaml::check_complete(root, kPluginSchema, "plugin.yaml", diagnostics_);
    out_.name = folder_.id;
    out_.version = text_at(root, "version");
    out_.description = text_at(root, "description");
    out_.name_source = source_of(root, "name");
    out_.version_source = source_of(root, "version");
    out_.api_source = source_of(root, "api");
    out_.kind_source = source_of(root, "kind");
    out_.capabilities = texts_at(root, "capabilities");
    check_name(root);
    check_api(root);
    if (root.find("kind")) check_kind(root);
    check_capabilities(root);
    files(mapping_at(root, "files"));
    provides(mapping_at(root, "provides"));
    for (const yaml::Entry& entry : mapping_at(root, "sources").entries)
      out_.sources[entry.key] = entry.value.text;
    for (const yaml::Entry& entry : mapping_at(root, "settings").entries) setting(entry);
    check_definitions(out_, read_plugin_layer(folder_, diagnostics_), diagnostics_);
  }

  void check_name(const Node& root) {
    const std::string stated = text_at(root, "name");
    if (!stated.empty() && (stated != folder_.id || !plain_name(stated)))
      diagnostics_.error(source_of(root, "name"), "G005",
                         "the name is the folder's, `" + folder_.id + "`, not `" + stated + "`",
                         "small letters, digits and underscores, a letter first");
  }

  void check_api(const Node& root) {
    const auto level = number_at(root, "api");
    if (level && *level != static_cast<double>(kPluginApi))
      diagnostics_.error(source_of(root, "api"), "G006",
                         "the plugin is written for api " + text_at(root, "api") + ", this program has api " +
                             std::to_string(kPluginApi));
  }

  void check_kind(const Node& root) {
    const bool lua = text_at(root, "kind") == "lua";
    out_.kind = lua ? PluginManifest::Kind::lua : PluginManifest::Kind::cpp;
    if (lua == folder_.files.contains("init.lua")) return;
    diagnostics_.error(source_of(root, "kind"), "G007",
                       lua ? "a plugin of kind lua has its rules in init.lua, which is not there"
                           : "a plugin of kind cpp has no init.lua, but one is there");
  }

  void check_capabilities(const Node& root) {
    const auto known = plugin_capabilities();
    const Node* list = root.find("capabilities");
    if (!list) return;
    for (const Node& item : list->items) {
      if (std::find(known.begin(), known.end(), item.text) == known.end())
        yaml::report_unknown(item.source, "G008", "capability", item.text, known, diagnostics_);
      else if (out_.kind == PluginManifest::Kind::lua)
        diagnostics_.error(item.source, "G008",
                           "a plugin of kind lua is pure and cannot have `" + item.text + "`");
    }
  }

  // Plain names, so that what lies below home is the plugin's only where the manifest says so.
  void files(const Node& all) {
    for (const yaml::Entry& entry : all.entries) {
      const std::string& name = entry.key;
      if (name.find('/') != std::string::npos || name.starts_with('.') || name.find('.') == std::string::npos)
        diagnostics_.error(entry.key_source, "G005", "`" + name + "` is no name of a file",
                           "without a folder, with an ending: " + folder_.id + ".jsonl");
      if (!out_.may("files"))
        diagnostics_.error(entry.key_source, "G008", "`" + name + "` asks for the capability `files`",
                           "capabilities: [files]");
      out_.files.push_back({name, entry.key_source, {}});
    }
  }

  void provides(const Node& all) {
    const auto fill = [&](const char* what, std::vector<ProvidedName>& to) {
      for (const yaml::Entry& entry : mapping_at(all, what).entries) {
        check_plain_name(entry, diagnostics_);
        to.push_back({entry.key, entry.key_source, texts_at(entry.value, "values")});
      }
    };
    fill("functions", out_.functions);
    fill("checks", out_.checks);
    fill("facts", out_.facts);
    fill("channels", out_.channels);
    fill("effects", out_.effects);
    fill("listens", out_.listens);
    fill("jobs", out_.jobs);
    fill("commands", out_.commands);
    fill("forms", out_.forms);
    fill("cases", out_.cases);
    out_.roles = read_plugin_roles(out_.name, mapping_at(all, "roles"), diagnostics_);
    for (const yaml::Entry& entry : mapping_at(all, "routes").entries) add_route(entry);
    for (const yaml::Entry& entry : mapping_at(all, "records").entries)
      out_.records.push_back(read_plugin_record(entry));
    check_records();
    for (const yaml::Entry& entry : mapping_at(all, "jobs").entries) read_interval(entry);
    check_kinds_of_names();
    check_events();
  }

  // Names of parameters do not tell two calls apart.
  void add_route(const yaml::Entry& entry) {
    PluginRoute route = read_plugin_route(entry, out_.roles, diagnostics_);
    for (const PluginRoute& other : out_.routes)
      if (shape_of(other) == shape_of(route))
        diagnostics_.error(route.source, "G022", "`" + route.name + "` is the call `" + other.name + "`",
                           other.source.str());
    out_.routes.push_back(std::move(route));
  }

  // Lua is pure, so its calls are what the host does with records; C++ answers for itself.
  void check_records() {
    if (!out_.is_cpp()) return fit_routes(out_.records, out_.routes, diagnostics_);
    for (const PluginRecord& each : out_.records)
      diagnostics_.error(each.source, "G008", "a plugin of kind cpp provides no records",
                         "it has tables of its own, in migrations/");
    for (const PluginRoute& each : out_.routes)
      if (!each.record.empty() || !each.does.empty())
        diagnostics_.error(each.source, "G023", "a plugin of kind cpp answers `" + each.name + "` itself");
  }

  void read_interval(const yaml::Entry& job) {
    const auto found = std::find_if(out_.jobs.begin(), out_.jobs.end(),
                                    [&](const ProvidedName& each) { return each.name == job.key; });
    const long seconds = seconds_of(text_at(job.value, "every"));
    if (seconds <= 0 && job.value.find("every"))
      diagnostics_.error(source_of(job.value, "every"), "P002", "expected how often: 30s, 10m, 12h or 7d");
    found->every_seconds = seconds;
  }

  void check_events() {
    for (const ProvidedName& each : out_.listens)
      if (each.name != "transition")
        yaml::report_unknown(each.source, "G008", "event", each.name, {"transition"}, diagnostics_);
  }

  // Rules are Lua, because a decision must replay; what leaves the server or changes it is C++.
  void check_kinds_of_names() {
    const bool lua = out_.kind == PluginManifest::Kind::lua;
    const auto refuse = [&](const std::vector<ProvidedName>& names, const char* what) {
      for (const ProvidedName& each : names)
        diagnostics_.error(each.source, "G008",
                           std::string("a plugin of kind ") + (lua ? "lua" : "cpp") + " provides no " + what);
    };
    if (lua) {
      refuse(out_.channels, "channels");
      refuse(out_.effects, "effects");
      refuse(out_.listens, "listeners");
      refuse(out_.jobs, "jobs");
      refuse(out_.commands, "commands");
    } else {
      refuse(out_.functions, "functions");
      refuse(out_.checks, "checks");
      refuse(out_.facts, "facts");
    }
  }

  void setting(const yaml::Entry& entry) {
    PluginSetting made{entry.key,
                       entry.key_source,
                       text_at(entry.value, "type"),
                       {},
                       text_at(entry.value, "description"),
                       flag_at(entry.value, "mandatory"),
                       {},
                       SettingOf::pack};
    if (text_at(entry.value, "of") == "deployment") made.of = SettingOf::deployment;
    if (made.of == SettingOf::deployment && !out_.is_cpp())
      diagnostics_.error(source_of(entry.value, "of"), "G008",
                         "a plugin of kind lua belongs to the packs and has no settings of a deployment");
    for (const std::string& option : texts_at(entry.value, "options"))
      made.options += (made.options.empty() ? "" : " ") + option;
    if (const Node* value = entry.value.find("default")) made.default_value = *value;
    check_default(made);
    out_.settings.push_back(std::move(made));
  }

  void check_default(const PluginSetting& made) {
    const bool may = made.type == "choice" || made.type == "texts_by_name";
    if (made.options.empty() ? made.type == "choice" : !may)
      return diagnostics_.error(made.source, "G012", "a choice, and only a choice, has `options`");
    if (!made.default_value) return;
    if (made.mandatory)
      diagnostics_.error(made.default_value->source, "G012", "what must be stated has no use for a default");
    if (made.type.empty()) return;
    Diagnostics found;
    check_setting(made, *made.default_value, found);
    for (const Diagnostic& each : found.all())
      diagnostics_.error(each.source, "G012", "the default does not fit: " + each.message, each.hint);
  }

  const PackFolder& folder_;
  Diagnostics& diagnostics_;
  PluginManifest out_;
};

}  // namespace

const ProvidedName* PluginManifest::check(std::string_view name) const { return named(checks, name); }
const ProvidedName* PluginManifest::fact(std::string_view name) const { return named(facts, name); }
const ProvidedName* PluginManifest::function(std::string_view name) const { return named(functions, name); }

bool PluginManifest::may(std::string_view capability) const {
  return std::find(capabilities.begin(), capabilities.end(), capability) != capabilities.end();
}

const PluginRecord& PluginManifest::record(std::string_view name) const {
  return *std::find_if(records.begin(), records.end(), [&](const auto& one) { return one.name == name; });
}

const PluginSetting* PluginManifest::setting(std::string_view name) const {
  const auto found =
      std::find_if(settings.begin(), settings.end(), [&](const auto& one) { return one.name == name; });
  return found == settings.end() ? nullptr : &*found;
}

std::vector<std::string> plugin_capabilities() { return {"files"}; }

std::optional<PluginManifest> read_plugin(const PackFolder& folder, Diagnostics& diagnostics) {
  return ManifestReader(folder, diagnostics).read();
}

}  // namespace nrmm::cities

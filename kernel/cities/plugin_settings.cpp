#include <algorithm>

#include "cities/plugin_manifest.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {

using yaml::Key;
using yaml::Node;
using yaml::Schema;
using yaml::Type;

namespace {

// {name: text or texts}; with options those names and no others.
void check_texts_by_name(const PluginSetting& setting, const Node& value, Diagnostics& diagnostics) {
  if (!value.is_mapping())
    return diagnostics.error(value.source, "P002",
                             "expected a mapping of names, found " + yaml::describe(value));
  const auto known = yaml::words(setting.options);
  for (const yaml::Entry& entry : value.entries) {
    if (!known.empty() && std::find(known.begin(), known.end(), entry.key) == known.end())
      yaml::report_unknown(entry.key_source, "P002", "name", entry.key, known, diagnostics);
    yaml::as_text_or_texts(entry.value, diagnostics);
  }
}

}  // namespace

void check_setting(const PluginSetting& setting, const Node& value, Diagnostics& diagnostics) {
  if (setting.type == "texts_by_name") return check_texts_by_name(setting, value, diagnostics);
  static constexpr std::pair<std::string_view, Type> kTypes[] = {
      {"flag", Type::flag},   {"integer", Type::integer}, {"number", Type::number}, {"text", Type::text},
      {"texts", Type::texts}, {"date", Type::date},       {"choice", Type::choice}};
  Key key{.name = setting.name,
          .type = Type::text,
          .description = setting.description,
          .options = setting.options};
  for (const auto& [name, type] : kTypes)
    if (name == setting.type) key.type = type;
  Node one;
  one.kind = Node::Kind::mapping;
  one.source = value.source;
  one.entries.push_back({setting.name, value.source, false, value});
  yaml::checked(one, Schema{"a setting", std::span(&key, 1)}, false, diagnostics);
}

namespace {

const char* place_of(SettingOf of) { return of == SettingOf::pack ? "packs" : "nrmm.yaml"; }

void report_unknown(const PluginManifest& plugin, const yaml::Entry& entry, SettingOf of, Diagnostics& to) {
  const PluginSetting* others = plugin.setting(entry.key);
  if (others)
    return to.error(entry.key_source, "G002",
                    "setting `" + entry.key + "` of plugin `" + plugin.name + "` is not stated here",
                    others->source.str() + ": it is stated in " + place_of(others->of));
  std::vector<std::string> known;
  for (const PluginSetting& each : plugin.settings)
    if (each.of == of) known.push_back(each.name);
  const std::string near = nearest(entry.key, known);
  to.error(entry.key_source, "G002", "plugin `" + plugin.name + "` has no setting `" + entry.key + "`",
           near.empty() ? "they are in " + plugin.source.file
                        : "did you mean `" + near + "`, " + plugin.setting(near)->source.str() + "?");
}

void check_stated(const PluginManifest& plugin, const yaml::Entry& entry, SettingOf of, Json& out,
                  Diagnostics& to) {
  const PluginSetting* setting = plugin.setting(entry.key);
  if (!setting || setting->of != of) return report_unknown(plugin, entry, of, to);
  Diagnostics found;
  check_setting(*setting, entry.value, found);
  for (const Diagnostic& each : found.all())
    to.error(each.source, "G003", each.message,
             setting->source.str() + " wants " + setting->type + ": " + setting->description);
  if (!found.has_errors()) out[entry.key] = yaml::to_json(entry.value);
}

}  // namespace

Json settle_settings(const PluginManifest& plugin, const yaml::Entry& stated, Diagnostics& diagnostics,
                     SettingOf of) {
  Json out = Json::object();
  for (const PluginSetting& setting : plugin.settings) {
    if (setting.of != of) continue;
    out[setting.name] = setting.default_value ? yaml::to_json(*setting.default_value) : Json();
    if (setting.mandatory && !stated.value.find(setting.name))
      diagnostics.error(stated.key_source, "G004",
                        "plugin `" + plugin.name + "` must be given `" + setting.name + "`",
                        setting.source.str() + ": " + setting.description);
  }
  if (!stated.value.is_mapping() && stated.value.kind != Node::Kind::null)
    diagnostics.error(stated.value.source, "G003",
                      "expected a mapping of settings, found " + yaml::describe(stated.value),
                      "they are in " + plugin.source.file);
  for (const yaml::Entry& entry : stated.value.entries) check_stated(plugin, entry, of, out, diagnostics);
  return out;
}

}  // namespace nrmm::cities

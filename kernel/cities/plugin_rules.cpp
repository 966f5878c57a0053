#include "cities/plugin_rules.hpp"

#include <set>

namespace nrmm::cities {
namespace {

std::string init_of(const PluginManifest& plugin) { return "plugins/" + plugin.name + "/init.lua"; }

void check_name(const PluginManifest& plugin, const ProvidedName& name, bool rule,
                const lua::Program& program, Diagnostics& diagnostics) {
  const std::string full = plugin.name + "." + name.name;
  if (!program.has(full)) {
    diagnostics.error(name.source, "G009", init_of(plugin) + " does not define `" + name.name + "`");
  } else if (rule && program.arity(full) > 2) {
    diagnostics.error(name.source, "G009",
                      "`" + name.name + "` takes more than (answers, ctx), so forms cannot use it",
                      "it is at " + program.source(full).str());
  }
}

}  // namespace

lua::PluginSource plugin_source(const PluginManifest& plugin, const PackFolder& folder,
                                const Json& settings) {
  lua::PluginSource out{{plugin.name, init_of(plugin), folder.files.at("init.lua")}, settings, {}};
  for (const ProvidedName& each : plugin.functions) out.functions.push_back(each.name);
  return out;
}

void check_provided(const PluginManifest& plugin, const lua::Program& program, Diagnostics& diagnostics) {
  std::set<std::string> provided;
  const auto check = [&](const std::vector<ProvidedName>& names, bool rules) {
    for (const ProvidedName& each : names) {
      check_name(plugin, each, rules, program, diagnostics);
      provided.insert(plugin.name + "." + each.name);
    }
  };
  check(plugin.functions, false);
  check(plugin.checks, true);
  check(plugin.facts, true);
  for (const PluginRecord& each : plugin.records)
    for (const std::string& function : {each.check, each.seen})
      if (!function.empty()) check({{function, each.source, {}}}, true);
  for (const std::string& rule : program.rules()) {
    if (!rule.starts_with(plugin.name + ".") || provided.contains(rule)) continue;
    diagnostics.error(
        program.source(rule), "G010",
        "`" + rule.substr(plugin.name.size() + 1) + "` is not among what " + plugin.source.file + " provides",
        "list it there, or make it local");
  }
}

}  // namespace nrmm::cities

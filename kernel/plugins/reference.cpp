#include "plugins/reference.hpp"

#include "cities/plugin_manifest.hpp"
#include "cities/plugin_route.hpp"
#include "lua/binding.hpp"
#include "yaml/reference.hpp"

namespace nrmm::plugins {
namespace {

using yaml::Key;
using yaml::Schema;

void add_rows(const Schema& schema, const std::string& prefix, std::string& out) {
  for (const Key& key : schema.keys) {
    out += "| `" + prefix + std::string(key.name) + "` | " + yaml::value_of(key) +
           (key.mandatory ? ", mandatory" : "");
    if (!key.default_value.empty()) out += "; " + std::string(key.default_value);
    out += " | " + yaml::table_cell(key.description) + " |\n";
    const bool named = key.type == yaml::Type::named;
    if (key.of) add_rows(*key.of, prefix + std::string(key.name) + (named ? ".*." : "."), out);
  }
}

void add_names(const Schema& schema, const std::string& prefix, std::vector<std::string>& out) {
  for (const Key& key : schema.keys) {
    out.push_back("manifest " + prefix + std::string(key.name));
    if (key.of) add_names(*key.of, prefix + std::string(key.name) + ".", out);
  }
}

}  // namespace

std::string reference() {
  std::string out = "# Reference of plugins, api level " + std::to_string(cities::kPluginApi) +
                    "\n\nMade from the tables in `kernel/`; a test says when it is out of date.\n\n"
                    "## plugin.yaml\n\n| key | value | |\n|---|---|---|\n";
  add_rows(cities::kPluginSchema, "", out);
  out += "\nCapabilities:";
  for (const std::string& each : cities::plugin_capabilities()) out += " `" + each + "`";
  out += ". Callers in `who`:";
  for (const std::string& each : cities::known_callers()) out += " `" + each + "`";
  out +=
      ".\n\n## Names for rules\n\nOf packs and of plugins of kind lua; [rules.d.lua](rules.d.lua) has them "
      "for "
      "editors.\n\n| | |\n|---|---|\n";
  for (const lua::Binding& each : lua::bindings())
    out += "| `" + yaml::table_cell(each.signature) + "` | " + yaml::table_cell(each.doc) + " |\n";
  out +=
      "\n## C++\n\n| header | |\n|---|---|\n"
      "| [plugin.hpp](../../kernel/api/plugin.hpp) | the plugin, and the macro that exports it |\n"
      "| [host.hpp](../../kernel/api/host.hpp) | what it may use of its server |\n"
      "| [channel.hpp](../../kernel/api/channel.hpp) | ways out of the server, and what became of a message "
      "|\n"
      "| [route.hpp](../../kernel/api/route.hpp) | calls, answers, refusals |\n"
      "| [tables.hpp](../../kernel/api/tables.hpp) | its own tables |\n"
      "| [work.hpp](../../kernel/api/work.hpp) | effects, events, jobs, commands |\n"
      "| [json.hpp](../../kernel/api/json.hpp) | JSON |\n"
      "| [descriptor.h](../../kernel/api/descriptor.h) | what the object says before it is called |\n";
  return out;
}

std::vector<std::string> promised_names() {
  std::vector<std::string> out;
  add_names(cities::kPluginSchema, "", out);
  for (const std::string& each : cities::plugin_capabilities()) out.push_back("capability " + each);
  for (const lua::Binding& each : lua::bindings()) out.push_back("lua " + std::string(each.signature));
  return out;
}

}  // namespace nrmm::plugins

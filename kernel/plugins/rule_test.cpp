#include "plugins/rule_test.hpp"

#include "cities/node_values.hpp"
#include "cities/plugin_rules.hpp"
#include "lua/pool.hpp"
#include "yaml/parse.hpp"
#include "yaml/read.hpp"
#include "yaml/schema.hpp"

namespace nrmm::plugins {
namespace {

using yaml::Key;
using yaml::Node;
using yaml::Type;

constexpr Key kTestKeys[] = {
    {.name = "call", .type = Type::text, .mandatory = true, .description = "a name the plugin provides"},
    {.name = "settings", .type = Type::named_values, .description = "as a pack states them"},
    {.name = "proves", .type = Type::texts, .description = "rows of docs/features.md"},
    {.name = "rows",
     .type = Type::other,
     .mandatory = true,
     .description = "[[arguments, results], …]",
     .kind = "rows"},
};
constexpr yaml::Schema kTest{"a test of a plugin", kTestKeys};

Json value_of(const Node& node) { return node.is_plain("none") ? Json() : yaml::to_json(node); }

std::vector<Json> values_of(const Node& list) {
  std::vector<Json> out;
  for (const Node& item : list.items) out.push_back(value_of(item));
  return out;
}

Json shown(std::vector<Json> values) {
  while (!values.empty() && values.back().is_null()) values.pop_back();
  return values;
}

class RowRun {
 public:
  RowRun(const cities::PluginManifest& plugin, const cities::PackFolder& rules, Diagnostics& diagnostics)
      : plugin_(plugin), rules_(rules), diagnostics_(diagnostics) {}

  void file(const std::string& path, const std::string& text) {
    const auto root = yaml::parse(text, "plugins/" + plugin_.name + "/" + path, diagnostics_);
    if (!root) return;
    for (const yaml::Entry& entry : root->entries) {
      const std::size_t before = diagnostics_.errors();
      const Node test = yaml::checked(entry.value, kTest, false, diagnostics_);
      yaml::check_complete(test, kTest, "the test", diagnostics_);
      if (diagnostics_.errors() == before) run(entry, test);
    }
  }

  RowResults results;

 private:
  void run(const yaml::Entry& entry, const Node& test) {
    static const Node kNone;
    const Node* settings = test.find("settings");
    const yaml::Entry stated{entry.key, entry.key_source, false, settings ? *settings : kNone};
    const Json settled = cities::settle_settings(plugin_, stated, diagnostics_);
    const auto program =
        lua::Program::compile({}, diagnostics_, {}, {cities::plugin_source(plugin_, rules_, settled)});
    if (!program) return;
    lua::Pool pool(program);
    for (const Node& row : test.find("rows")->items)
      judge(pool, entry.key, cities::text_at(test, "call"), row);
  }

  void judge(lua::Pool& pool, const std::string& test, const std::string& function, const Node& row) {
    if (row.items.size() != 2 || !row.items[0].is_sequence() || !row.items[1].is_sequence())
      return diagnostics_.error(row.source, "P002", "expected a row [arguments, results], both lists");
    const auto result = pool.call(plugin_.name + "." + function, values_of(row.items[0]));
    const Json wanted = shown(values_of(row.items[1]));
    const Json got = shown(result.values);
    if (result.ok() && got == wanted) {
      ++results.passed;
      return;
    }
    results.faults.push_back(
        {row.source, test,
         result.ok() ? "expected " + dump_json(wanted) + ", got " + dump_json(got) : result.message});
  }

  const cities::PluginManifest& plugin_;
  const cities::PackFolder& rules_;
  Diagnostics& diagnostics_;
};

}  // namespace

RowResults run_rows(const cities::PluginManifest& plugin, const cities::PackFolder& rules,
                    const cities::PackFolder& tests, Diagnostics& diagnostics) {
  RowRun run(plugin, rules, diagnostics);
  for (const auto& [path, text] : tests.files) run.file(path, text);
  return std::move(run.results);
}

}  // namespace nrmm::plugins

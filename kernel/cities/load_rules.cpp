#include "cities/loading.hpp"
#include "cities/plugin_rules.hpp"
#include "lua/pool.hpp"

namespace nrmm::cities {
namespace {

bool part_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

// Every run of name characters in a rule file: enough to know which policies, texts and placeholders the
// rules may name, without a reader of Lua.
void collect_words(const std::string& text, std::set<std::string, std::less<>>& out) {
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && part_of_name(text[i])) continue;
    if (i > start) out.insert(text.substr(start, i - start));
    start = i + 1;
  }
}

// The plugins' rules. A rule file of a plugin's name would hide it.
std::vector<lua::PluginSource> plugin_sources(Loading& loading) {
  std::vector<lua::PluginSource> out;
  for (const PluginManifest& plugin : loading.plugins) {
    for (const Layer& layer : loading.chain)
      for (const lua::RuleSource& rule : layer.rules)
        if (rule.module == plugin.name)
          loading.diagnostics.error({rule.chunk_name, 1, 0}, "G013",
                                    "`" + plugin.name + "` is a plugin's name, in " + plugin.source.file,
                                    "rename the file");
    if (plugin.kind != PluginManifest::Kind::lua) continue;
    out.push_back(
        plugin_source(plugin, *loading.plugin_folder(plugin.name), loading.pack.plugins.at(plugin.name)));
    collect_words(out.back().rules.text, loading.lua_words);
  }
  return out;
}

}  // namespace

void load_rules(Loading& loading) {
  lua::RuleChain chain;
  for (const Layer& layer : loading.chain) {
    chain.push_back(layer.rules);
    for (const lua::RuleSource& rule : layer.rules) collect_words(rule.text, loading.lua_words);
  }
  loading.program = lua::Program::compile(chain, loading.diagnostics, {}, plugin_sources(loading));
  if (loading.program)
    for (const PluginManifest& plugin : loading.plugins)
      check_provided(plugin, *loading.program, loading.diagnostics);
  if (loading.program) loading.pack.rules = std::make_shared<lua::Pool>(loading.program);
  for (const auto& [name, fact] : loading.catalogue.facts()) loading.pack.fact_names.push_back(name);
}

}  // namespace nrmm::cities

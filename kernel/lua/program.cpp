#include "lua/program.hpp"

#include <algorithm>
#include <charconv>

#include "lua/binding.hpp"
#include "lua/bytecode.hpp"
#include "lua/sandbox.hpp"
#include "lua/state.hpp"

namespace nrmm::lua {
namespace {

// Lua's messages begin with file:line:, where a path over 59 bytes is cut at its front.
void report(Diagnostics& diagnostics, const std::string& file, std::string code, const std::string& message) {
  std::size_t colon = message.find(':');
  int line = 0;
  if (colon != std::string::npos) {
    const char* end = message.data() + message.size();
    const auto [rest, failed] = std::from_chars(message.data() + colon + 1, end, line);
    if (failed == std::errc() && end - rest >= 2 && rest[0] == ':')
      return diagnostics.error({file, line, 0}, std::move(code), std::string(rest + 2, end));
  }
  diagnostics.error({file, 0, 0}, std::move(code), message);
}

// A library that a plugin gives to rule files; null: none of that name.
const PluginSource* library_of(const std::vector<PluginSource>& plugins, const std::string& name) {
  const auto found = std::find_if(plugins.begin(), plugins.end(),
                                  [&](const PluginSource& each) { return each.rules.module == name; });
  return found == plugins.end() ? nullptr : &*found;
}

bool offered(const NameUse& use, const std::vector<PluginSource>& plugins) {
  if (const PluginSource* plugin = library_of(plugins, use.library))
    return std::find(plugin->functions.begin(), plugin->functions.end(), use.name) != plugin->functions.end();
  if (use.library.empty() && library_of(plugins, use.name)) return true;
  const auto& all = bindings();
  if (use.library.empty())
    return std::any_of(all.begin(), all.end(), [&](const Binding& row) {
      return row.library == use.name || (row.library.empty() && row.name == use.name);
    });
  const auto same_library = [&](const Binding& row) { return row.library == use.library; };
  return std::none_of(all.begin(), all.end(), same_library) ||  // not a library: reported by itself
         std::any_of(all.begin(), all.end(),
                     [&](const Binding& row) { return same_library(row) && row.name == use.name; });
}

std::string near(const std::string& name, const std::vector<std::string>& known) {
  const std::string found = nearest(name, known);
  return found.empty() ? found : "did you mean `" + found + "`?";
}

// Names that would raise when the rule runs are reported before it does.
void check_names(Diagnostics& diagnostics, const Chunk& chunk, const std::vector<PluginSource>& plugins) {
  for (const NameUse& use : used_names(chunk.bytecode)) {
    const Source source{chunk.name, use.line, 0};
    if (use.written)
      diagnostics.error(source, "P004", use.name + " is not a local; rules have no globals", "write `local`");
    else if (offered(use, plugins))
      continue;
    else if (const PluginSource* plugin = library_of(plugins, use.library))
      diagnostics.error(source, "P004", "plugin " + use.library + " provides no function `" + use.name + "`",
                        near(use.name, plugin->functions));
    else
      diagnostics.error(source, "P004", not_available(use.library, use.name));
  }
}

}  // namespace

Program::Program() = default;
Program::~Program() = default;

std::shared_ptr<const Program> Program::compile(const RuleChain& chain, Diagnostics& diagnostics,
                                                Budget budget, const std::vector<PluginSource>& plugins) {
  std::shared_ptr<Program> program(new Program);
  const std::size_t before = diagnostics.errors();
  State state(budget);
  const auto add = [&](const RuleSource& source, const std::vector<PluginSource>& libraries) {
    const Result compiled = state.compile(source, program->chunks_.emplace_back());
    if (compiled.ok())
      check_names(diagnostics, program->chunks_.back(), libraries);
    else
      report(diagnostics, source.chunk_name, "P000", compiled.message);
  };
  for (const PluginSource& plugin : plugins) {  // none sees another
    add(plugin.rules, {});
    program->chunks_.back().settings = plugin.settings;
  }
  for (const auto& pack : chain)
    for (const RuleSource& source : pack) add(source, plugins);
  if (diagnostics.errors() > before) return nullptr;
  for (const Chunk& chunk : program->chunks_) {
    const Result added = state.add(chunk);
    if (!added.ok()) report(diagnostics, chunk.name, "P015", added.message);
    if (!state.usable()) break;
  }
  if (diagnostics.errors() > before || !state.finish().ok()) return nullptr;
  program->rules_ = state.rules();
  return program;
}

std::optional<std::size_t> Program::index(std::string_view rule) const {
  const auto found = std::lower_bound(rules_.begin(), rules_.end(), rule,
                                      [](const Rule& row, std::string_view name) { return row.name < name; });
  if (found == rules_.end() || found->name != rule) return std::nullopt;
  return static_cast<std::size_t>(found - rules_.begin());
}

std::vector<std::string> Program::rules() const {
  std::vector<std::string> names;
  for (const Rule& rule : rules_) names.push_back(rule.name);
  return names;
}

int Program::arity(std::string_view rule) const {
  const auto at = index(rule);
  return at ? rules_[*at].arity : -1;
}

Source Program::source(std::string_view rule) const {
  const auto at = index(rule);
  return at ? rules_[*at].source : Source{};
}

}  // namespace nrmm::lua

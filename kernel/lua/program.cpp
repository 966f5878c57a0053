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

bool offered(const NameUse& use) {
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

// Names that would raise when the rule runs are reported before it does.
void check_names(Diagnostics& diagnostics, const Chunk& chunk) {
  for (const NameUse& use : used_names(chunk.bytecode)) {
    const Source source{chunk.name, use.line, 0};
    if (use.written)
      diagnostics.error(source, "P004", use.name + " is not a local; rules have no globals", "write `local`");
    else if (!offered(use))
      diagnostics.error(source, "P004", not_available(use.library, use.name));
  }
}

}  // namespace

Program::Program() = default;
Program::~Program() = default;

std::shared_ptr<const Program> Program::compile(const RuleChain& chain, Diagnostics& diagnostics,
                                                Budget budget) {
  std::shared_ptr<Program> program(new Program);
  const std::size_t before = diagnostics.errors();
  State state(budget);
  for (const auto& pack : chain)
    for (const RuleSource& source : pack) {
      const Result compiled = state.compile(source, program->chunks_.emplace_back());
      if (compiled.ok())
        check_names(diagnostics, program->chunks_.back());
      else
        report(diagnostics, source.chunk_name, "P000", compiled.message);
    }
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

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "lua/budget.hpp"
#include "lua/rule_source.hpp"

namespace nrmm::lua {

struct Chunk;
struct Rule;

// The rule files of a pack and its ancestors as bytecode, and the rules they give. Immutable; shared by any
// number of pools and threads.
class Program {
 public:
  // Compiles and once runs every file, within `budget` each, and reports all that is wrong: P000 syntax,
  // P004 a name that the sandbox does not have, P015 a file that does not run or return its functions.
  // Null if there was any error.
  static std::shared_ptr<const Program> compile(const RuleChain& chain, Diagnostics& diagnostics,
                                                Budget budget = {},
                                                const std::vector<PluginSource>& plugins = {});
  ~Program();

  bool has(std::string_view rule) const { return index(rule).has_value(); }  // "machine.emission_stage"
  std::vector<std::string> rules() const;                                    // by name
  int arity(std::string_view rule) const;      // named parameters; -1: no such rule
  Source source(std::string_view rule) const;  // where the function that counts begins

  std::optional<std::size_t> index(std::string_view rule) const;  // for lua/ itself
  const std::vector<Chunk>& chunks() const { return chunks_; }

 private:
  Program();

  std::vector<Chunk> chunks_;  // plugins, then parents first
  std::vector<Rule> rules_;    // by name
};

}  // namespace nrmm::lua

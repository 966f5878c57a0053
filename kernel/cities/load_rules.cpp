#include "cities/loading.hpp"
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

}  // namespace

void load_rules(Loading& loading) {
  lua::RuleChain chain;
  for (const Layer& layer : loading.chain) {
    chain.push_back(layer.rules);
    for (const lua::RuleSource& rule : layer.rules) collect_words(rule.text, loading.lua_words);
  }
  loading.program = lua::Program::compile(chain, loading.diagnostics);
  if (loading.program) loading.pack.rules = std::make_shared<lua::Pool>(loading.program);
  for (const auto& [name, fact] : loading.catalogue.facts()) loading.pack.fact_names.push_back(name);
}

}  // namespace nrmm::cities

#pragma once

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lua/pool.hpp"

namespace nrmm::lua {

inline const std::string kFile = "cities/x/rules/machine.lua";

// The rules of one file, module "machine".
class Script {
 public:
  explicit Script(const std::string& text, Budget budget = {})
      : Script(RuleChain{{{"machine", kFile, text}}}, budget) {}
  explicit Script(const RuleChain& chain, Budget budget = {}) {
    Diagnostics problems;
    program = Program::compile(chain, problems);
    problems.print(std::cerr);
    if (program) pool = std::make_unique<Pool>(program, budget);
  }

  Result call(const std::string& rule, const Json& answers = Json::object(),
              const Json& ctx = Json::object()) {
    if (!pool) return {Failure::error, {}, "the file does not compile"};
    return pool->call("machine." + rule, {answers}, {ctx});
  }

  std::shared_ptr<const Program> program;
  std::unique_ptr<Pool> pool;
};

// The result of `return <expression>` in a rule.
inline Result evaluate(const std::string& expression, const Json& answers = Json::object(),
                       const Json& ctx = Json::object()) {
  return Script("local M = {}\nfunction M.f(answers, ctx)\nreturn " + expression + "\nend\nreturn M")
      .call("f", answers, ctx);
}

// The result of statements in a rule; they begin in line 3.
inline Result run(const std::string& statements, Budget budget = {}) {
  return Script("local M = {}\nfunction M.f(answers, ctx)\n" + statements + "\nend\nreturn M", budget)
      .call("f");
}

// What is wrong with one file, as `nrmm pack check` prints it.
inline std::vector<std::string> problems_of(const std::string& text) {
  Diagnostics problems;
  EXPECT_EQ(Program::compile({{{"machine", kFile, text}}}, problems), nullptr);
  std::vector<std::string> lines;
  for (const auto& problem : problems.all()) lines.push_back(problem.str());
  return lines;
}

}  // namespace nrmm::lua

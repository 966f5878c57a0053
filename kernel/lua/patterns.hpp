#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace re2 {
class RE2;
}

namespace nrmm::lua {

// Compiled RE2 patterns of one state. RE2 takes time linear in the text whatever the pattern; Lua's own
// patterns can backtrack for minutes inside one instruction.
class Patterns {
 public:
  static constexpr std::size_t kLongestPattern = 1000;     // bytes
  static constexpr std::size_t kLongestSubject = 100'000;  // bytes
  static constexpr std::size_t kMostSteps = 20'000'000;    // length of the text times size of the pattern

  Patterns();
  ~Patterns();

  // About how much work a match is, in the meter's units; much more for a pattern that has to be compiled.
  std::size_t work(std::string_view subject, std::string_view pattern) const;

  // The first group, or the whole match where the pattern has none; empty optional: no match. A group that
  // took no part gives "". The result points into `subject`. Throws std::runtime_error for a bad pattern or
  // a text over the limits.
  std::optional<std::string_view> match(std::string_view subject, std::string_view pattern);

 private:
  const re2::RE2& compiled(std::string_view pattern);

  std::unordered_map<std::string, std::unique_ptr<re2::RE2>> cache_;
};

}  // namespace nrmm::lua

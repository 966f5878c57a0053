#include "lua/patterns.hpp"

#include <algorithm>
#include <stdexcept>

#include <re2/re2.h>

namespace nrmm::lua {
namespace {

// Rules use literals; a rule that builds patterns from answers must not fill the process, whose memory the
// Lua allocator does not see.
constexpr std::size_t kMostPatterns = 64;
constexpr std::int64_t kMemoryPerPattern = 1 << 20;
constexpr std::size_t kWorkOfCompiling = 64U << 10;
constexpr std::size_t kStepsPerWork = 16;

std::size_t steps(std::string_view subject, const re2::RE2& pattern) {
  return subject.size() * static_cast<std::size_t>(std::max(pattern.ProgramSize(), 1));
}

}  // namespace

Patterns::Patterns() = default;
Patterns::~Patterns() = default;

const re2::RE2& Patterns::compiled(std::string_view pattern) {
  std::string key(pattern);
  if (const auto found = cache_.find(key); found != cache_.end()) return *found->second;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemoryPerPattern);
  auto compiled = std::make_unique<re2::RE2>(key, options);
  if (!compiled->ok()) throw std::runtime_error("text.match: bad pattern: " + compiled->error());
  if (cache_.size() >= kMostPatterns) cache_.clear();
  return *cache_.emplace(std::move(key), std::move(compiled)).first->second;
}

std::size_t Patterns::work(std::string_view subject, std::string_view pattern) const {
  const auto known = cache_.find(std::string(pattern.substr(0, kLongestPattern + 1)));
  if (known == cache_.end()) return kWorkOfCompiling + subject.size();
  return 256 + steps(subject, *known->second) / kStepsPerWork;
}

std::optional<std::string_view> Patterns::match(std::string_view subject, std::string_view pattern) {
  if (pattern.size() > kLongestPattern)
    throw std::runtime_error("text.match: the pattern is longer than 1000 bytes");
  if (subject.size() > kLongestSubject)
    throw std::runtime_error("text.match: the text is longer than 100000 bytes");
  const re2::RE2& expression = compiled(pattern);
  // Linear in the text, but a large pattern makes each byte dear, and no hook fires in here.
  if (steps(subject, expression) > kMostSteps)
    throw std::runtime_error("text.match: the pattern is too large for so long a text");
  re2::StringPiece groups[2];
  const int wanted = expression.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!expression.Match(subject, 0, subject.size(), re2::RE2::UNANCHORED, groups, wanted))
    return std::nullopt;
  const re2::StringPiece& group = groups[wanted - 1];
  if (group.data() == nullptr) return std::string_view("");
  return std::string_view(group.data(), group.size());
}

}  // namespace nrmm::lua

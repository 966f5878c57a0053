#include <re2/re2.h>

#include "cities/field_reader.hpp"

namespace nrmm::cities {
namespace {

// What both engines read alike. Everything else after a backslash differs or exists in one of them only.
constexpr std::string_view kEscapes = "dDwWsSbB.\\/-[](){}+*?^$|";

std::string not_shared(const std::string& pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::string_view rest = std::string_view(pattern).substr(i);
    if (rest[0] == '\\') {
      if (rest.size() < 2 || kEscapes.find(rest[1]) == std::string_view::npos)
        return std::string(rest.substr(0, 2));
      ++i;
    } else if (rest.starts_with("(?") && !rest.starts_with("(?:")) {
      return std::string(rest.substr(0, 3));
    } else if (rest.starts_with("[[:")) {
      return "[[:";
    }
  }
  return {};
}

}  // namespace

std::shared_ptr<const re2::RE2> compile_pattern(const Source& source, const std::string& pattern,
                                                Diagnostics& diagnostics) {
  if (const std::string part = not_shared(pattern); !part.empty()) {
    diagnostics.error(source, "P002", "pattern: `" + part + "` does not mean the same on clients and server");
    return nullptr;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_shared<const re2::RE2>(pattern, options);
  if (compiled->ok()) return compiled;
  diagnostics.error(source, "P002", "pattern: " + compiled->error());
  return nullptr;
}

}  // namespace nrmm::cities

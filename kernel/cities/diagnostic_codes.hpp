#pragma once

#include <span>
#include <string_view>

namespace nrmm::cities {

// A code of what the check of packs and plugins says.
struct DiagnosticCode {
  std::string_view code;
  std::string_view meaning;
  std::string_view mend;  // what the author does about it
};

// All of them, in order. The page docs/pack-author/diagnostics.md is written from these rows.
std::span<const DiagnosticCode> diagnostic_codes();

}  // namespace nrmm::cities

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace nrmm::cities {

// The level of the pack language: `api` of pack.yaml. It rises when packs written before would be read
// otherwise or not at all; each step is then a row of rewrites() in laboratory/upgrade.cpp.
inline constexpr std::int64_t kPackApi = 1;

struct ApiFault {
  std::string message, hint;
};

// Why a pack of one level cannot be read by a program of another; nothing where it can.
std::optional<ApiFault> api_fault(std::int64_t stated, std::int64_t current = kPackApi);

}  // namespace nrmm::cities

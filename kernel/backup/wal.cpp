#include "backup/wal.hpp"

#include <array>
#include <cstdio>

namespace nrmm::backup {

namespace {

constexpr std::size_t kDigits = 24;
constexpr unsigned long kSegmentsOfLog = 256;  // 4 GB of 16 MB

}  // namespace

bool is_segment(const std::string& name) {
  return name.size() == kDigits && name.find_first_not_of("0123456789ABCDEF") == std::string::npos;
}

std::string following(const std::string& segment) {
  const unsigned long log = std::stoul(segment.substr(8, 8), nullptr, 16);
  const unsigned long number = std::stoul(segment.substr(16, 8), nullptr, 16) + 1;
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%08lX%08lX", log + number / kSegmentsOfLog,
                number % kSegmentsOfLog);
  return segment.substr(0, 8) + text.data();
}

}  // namespace nrmm::backup

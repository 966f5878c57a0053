#pragma once

#include <cstdint>
#include <string>

// Names of PostgreSQL's write-ahead log, in segments of 16 MB: timeline, log and segment in eight hexadecimal
// digits each.
namespace nrmm::backup {

inline constexpr std::uintmax_t kSegmentBytes = 16u << 20;

bool is_segment(const std::string& name);
std::string following(const std::string& segment);  // on the same timeline

}  // namespace nrmm::backup

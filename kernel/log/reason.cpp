#include "log/reason.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "log/logger.hpp"

namespace nrmm::log {

std::string kept_reason(std::string reason) {
  constexpr std::size_t kLongest = 200;
  if (!valid_utf8(reason) || reason.find('\0') != std::string::npos) return "unreadable";
  std::size_t end = std::min(reason.size(), kLongest);
  while (end < reason.size() && (reason[end] & 0xC0) == 0x80) --end;
  reason.resize(end);
  return blotted(reason);
}

}  // namespace nrmm::log

#include "photos/photo_doubts.hpp"

#include <ctime>

namespace nrmm::photos {
namespace {

constexpr std::int64_t kClocksDiffer = 600;  // seconds that a phone's clock may be wrong

// Of a time that exif_evidence() made: 2025-06-03T10:00:00+08:00.
std::int64_t seconds_of(const std::string& time) {
  std::tm parts{};
  strptime(time.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string offset = time.substr(19);
  const int minutes = std::stoi(offset.substr(1, 2)) * 60 + std::stoi(offset.substr(4, 2));
  return timegm(&parts) - (offset.front() == '-' ? -60 : 60) * minutes;
}

}  // namespace

std::vector<std::string> doubts_of(const Photo& photo, std::int64_t issued, std::int64_t now) {
  std::vector<std::string> doubts;
  if (!photo.from_camera) doubts.emplace_back("format");
  const auto taken = photo.exif.find("taken_at");
  if (taken == photo.exif.end()) return doubts;
  const std::int64_t at = seconds_of(taken->get<std::string>());
  if (at < issued - kClocksDiffer) doubts.emplace_back("too_old");
  if (at > now + kClocksDiffer) doubts.emplace_back("in_future");
  return doubts;
}

}  // namespace nrmm::photos

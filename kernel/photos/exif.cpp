#include "photos/exif.hpp"

#include <algorithm>
#include <cctype>

#include "base/date.hpp"
#include "photos/tiff.hpp"

namespace nrmm::photos {
namespace {

constexpr std::string_view kMark{"Exif\0\0", 6};
constexpr std::uint32_t kOrientation = 0x0112, kMaker = 0x010F, kModel = 0x0110, kSoftware = 0x0131;
constexpr std::uint32_t kChanged = 0x0132, kExif = 0x8769, kGps = 0x8825;
constexpr std::uint32_t kTaken = 0x9003, kTakenOffset = 0x9011;
constexpr std::uint32_t kLatitudeRef = 1, kLatitude = 2, kLongitudeRef = 3, kLongitude = 4, kDatum = 0x12;

// `pattern`: 9 is a digit, all else itself.
bool looks_like(std::string_view text, std::string_view pattern) {
  return text.size() == pattern.size() &&
         std::equal(text.begin(), text.end(), pattern.begin(), [](char c, char wanted) {
           return wanted == '9' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == wanted;
         });
}

bool within(std::string_view digits, int most) { return std::stoi(std::string(digits)) <= most; }

bool is_time(std::string_view text) {  // hh:mm:ss
  return within(text.substr(0, 2), 23) && within(text.substr(3, 2), 59) && within(text.substr(6, 2), 59);
}

bool is_offset(std::string_view text) {
  return (looks_like(text, "+99:99") || looks_like(text, "-99:99")) && within(text.substr(1, 2), 14) &&
         within(text.substr(4, 2), 59);
}

// EXIF has no zone in its times; phones state one beside them, or the country's is meant.
void put_time(Json& out, const Tiff& tiff, std::size_t main, std::size_t exif) {
  std::string time = tiff.text(exif, kTaken);
  if (time.empty()) time = tiff.text(main, kChanged);
  if (!looks_like(time, "9999:99:99 99:99:99")) return;
  time[4] = time[7] = '-';
  time[10] = 'T';
  if (time.starts_with("0000") || !Date::parse(time.substr(0, 10)) || !is_time(time.substr(11))) return;
  const std::string offset = tiff.text(exif, kTakenOffset);
  const bool stated = is_offset(offset);
  out["taken_at"] = time + (stated ? offset : "+08:00");
  if (!stated) out["offset_assumed"] = true;
}

// Degrees, minutes and seconds; some write the minutes with a fraction and no seconds.
std::optional<double> degrees(const Tiff& tiff, std::size_t gps, std::uint32_t tag, double most) {
  const auto entry = tiff.find(gps, tag);
  if (!entry) return std::nullopt;
  const auto whole = tiff.rational(*entry, 0);
  if (!whole) return std::nullopt;
  const double angle =
      *whole + tiff.rational(*entry, 1).value_or(0) / 60 + tiff.rational(*entry, 2).value_or(0) / 3600;
  return angle <= most ? std::optional(angle) : std::nullopt;
}

void put_position(Json& out, const Tiff& tiff, std::size_t gps) {
  const auto latitude = degrees(tiff, gps, kLatitude, 90);
  const auto longitude = degrees(tiff, gps, kLongitude, 180);
  if (!latitude || !longitude || (*latitude == 0 && *longitude == 0)) return;
  const std::string datum = tiff.text(gps, kDatum);
  out["position"] = {{"lon", tiff.text(gps, kLongitudeRef) == "W" ? -*longitude : *longitude},
                     {"lat", tiff.text(gps, kLatitudeRef) == "S" ? -*latitude : *latitude},
                     {"datum", datum.empty() ? "WGS-84" : datum}};
}

std::string_view tiff_of(std::string_view app1) {
  const std::string_view data = is_exif(app1) ? app1.substr(kMark.size()) : std::string_view();
  return Tiff::sound(data) ? data : std::string_view();
}

}  // namespace

bool is_exif(std::string_view app1) { return app1.starts_with(kMark); }

int exif_orientation(std::string_view app1) {
  const Tiff tiff(tiff_of(app1));
  const std::uint32_t stated = tiff.number(tiff.first_directory(), kOrientation).value_or(1);
  return stated >= 1 && stated <= 8 ? static_cast<int>(stated) : 1;
}

Json exif_evidence(std::string_view app1) {
  Json out = Json::object();
  const Tiff tiff(tiff_of(app1));
  const std::size_t main = tiff.first_directory();
  const std::size_t exif = tiff.number(main, kExif).value_or(0);
  for (const auto& [name, tag] : {std::pair{"maker", kMaker}, {"model", kModel}, {"software", kSoftware}}) {
    if (const std::string text = tiff.text(main, tag); !text.empty()) out[name] = text;
  }
  put_time(out, tiff, main, exif);
  put_position(out, tiff, tiff.number(main, kGps).value_or(0));
  return out;
}

}  // namespace nrmm::photos

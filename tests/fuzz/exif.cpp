// The notes of cameras: whatever they hold, sense or nothing.
#include "photos/exif.hpp"

#include <cmath>

#include "base/text.hpp"
#include "target.hpp"

namespace nrmm::fuzz {

void run(std::string_view input) {
  using namespace photos;
  for (const std::string& app1 : {std::string(input), std::string("Exif\0\0", 6) + std::string(input)}) {
    const int orientation = exif_orientation(app1);
    require(orientation >= 1 && orientation <= 8, "an orientation");
    const Json notes = exif_evidence(app1);
    require(parse_json(dump_json(notes)) == notes, "notes for the database");
    if (notes.contains("position")) {
      const Json& position = notes["position"];
      require(std::abs(position["lon"].get<double>()) <= 180 && std::abs(position["lat"].get<double>()) <= 90,
              "on earth");
    }
    if (notes.contains("taken_at")) require(notes["taken_at"].get<std::string>().size() == 25, "a time");
  }
}

}  // namespace nrmm::fuzz

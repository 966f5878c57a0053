// Photos: accepted as a picture that is accepted again with the same size, or refused.
#include "base/digest.hpp"
#include "photos/photo.hpp"
#include "target.hpp"

namespace nrmm::fuzz {

void run(std::string_view input) {
  constexpr photos::Limits kLimits{64 * 1024, 64 * 64};
  try {
    const photos::Photo photo = photos::accept(input, kLimits);
    require(photo.sha256 == sha256_hex(photo.jpeg), "its hash");
    require(photo.width > 0 && photo.height > 0 && photo.width * photo.height <= kLimits.max_pixels,
            "its size");
    const photos::Photo again = photos::accept(photo.jpeg, kLimits);
    require(again.width == photo.width && again.height == photo.height && again.exif.empty(),
            "the same picture");
  } catch (const Problem& problem) {
    require_refusal(problem);
    require(problem.code == "photo.damaged" || problem.code == "photo.pixels" ||
                problem.code == "photo.type" || problem.code == "request.too_large",
            "a reason");
  }
}

}  // namespace nrmm::fuzz

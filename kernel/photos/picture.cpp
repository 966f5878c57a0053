#include "photos/picture.hpp"

namespace nrmm::photos {

const unsigned char* Picture::at(int x, int y) const {
  const int right = stored_width - 1;
  const int bottom = stored_height - 1;
  int sx = x;
  int sy = y;
  switch (orientation) {
    case 2:
      sx = right - x;
      break;
    case 3:
      sx = right - x, sy = bottom - y;
      break;
    case 4:
      sy = bottom - y;
      break;
    case 5:
      sx = y, sy = x;
      break;
    case 6:
      sx = y, sy = bottom - x;
      break;
    case 7:
      sx = right - y, sy = bottom - x;
      break;
    case 8:
      sx = right - y, sy = x;
      break;
    default:
      break;
  }
  return rgb.data() + (static_cast<std::size_t>(sy) * static_cast<std::size_t>(stored_width) +
                       static_cast<std::size_t>(sx)) *
                          3;
}

}  // namespace nrmm::photos

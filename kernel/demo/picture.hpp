#pragma once

#include <cstdint>
#include <string>

namespace nrmm::demo {

// A small JPEG standing in for a photograph; each seed gives another picture.
std::string draw_picture(std::uint32_t seed);

}  // namespace nrmm::demo

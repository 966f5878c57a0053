#pragma once

#include <filesystem>
#include <string>

#include "plugins/shelf.hpp"

namespace nrmm::plugins {

// Makes plugins/<name> out of _template_<kind>, which stands beside it; every `example` in it becomes the
// name. What is made is checked and tested; with a fault nothing stays. Throws std::runtime_error, in words
// for the author, where the wish cannot be met.
Examination make_plugin(const std::filesystem::path& folder, const std::string& kind);

}  // namespace nrmm::plugins

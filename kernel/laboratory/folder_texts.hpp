#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace nrmm::laboratory {

// Texts by their path inside a folder.
using Texts = std::map<std::string, std::string>;

// All files of a folder. What cannot be read or written throws std::runtime_error.
Texts texts_in(const std::filesystem::path& folder);

// Both write aside, in a folder beside it whose name begins with `_` (no pack is served from there), and
// rename: whoever looks sees all of it or none, whenever the program ends.
void write_new(const std::filesystem::path& folder, const Texts& texts);
void write_changed(const std::filesystem::path& folder,
                   const Texts& changed);  // other files stay as they are

}  // namespace nrmm::laboratory

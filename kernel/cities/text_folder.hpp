#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/pack_files.hpp"

namespace nrmm::cities {

// A folder that an author wrote, and how diagnostics call it ("cities/<id>").
struct TextFolder {
  std::filesystem::path folder;
  std::string shown;
  std::string id;
};

// The wanted files, by their path inside the folder; none that is hidden. Links, files over 1 MiB, more than
// 500 of them and what is no UTF-8 are P000.
PackFolder read_texts(const TextFolder& from, bool (*wanted)(const std::string& path),
                      Diagnostics& diagnostics);

std::vector<std::string> folders_in(const std::filesystem::path& root);  // names, sorted; none: empty

}  // namespace nrmm::cities

#pragma once

#include <filesystem>
#include <string>

namespace nrmm::laboratory {

// docs/pack-author/reference.md: every key, type and name of the pack language, from the tables that the
// loader checks with. The pages are Markdown; a test compares them with what docs/ holds.
std::string reference_page();

// docs/pack-author/diagnostics.md: every code with its meaning, a text that earns it and what is then
// printed. `tests` is the folder that holds packs/ and plugins/, the broken ones; a code that only a running
// server says has no example there.
std::string diagnostics_page(const std::filesystem::path& tests);

}  // namespace nrmm::laboratory

#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack.hpp"
#include "cities/pack_files.hpp"
#include "laboratory/runner.hpp"

namespace nrmm::laboratory {

// A pack's folder looked at from all sides, as `nrmm pack` does and as activation demands.
struct Examination {
  cities::PackFiles files;
  std::shared_ptr<const cities::Pack> pack;  // null when the check found errors
  Diagnostics diagnostics;
  std::vector<TestResult> results;  // empty unless asked for

  bool passed() const;
  void print(std::ostream& out) const;  // diagnostics, then what failed, then one line of counts
};

enum class Depth { check, test };

// `folder` is cities/<id>; the plugins it names are in `plugins` (empty: the folder of that name beside
// cities).
Examination examine(const std::filesystem::path& folder, const cities::Catalogue& catalogue, Date today,
                    Depth depth, const std::filesystem::path& plugins = {});

// The same for texts that are in no folder yet.
Examination examine(cities::PackFiles files, const cities::Catalogue& catalogue, Date today, Depth depth);

// Absolute, and without the slash that a shell adds to folders.
std::filesystem::path whole_path(const std::filesystem::path& folder);

// The packs in folders beside one, as far as they load; those whose name begins with `_` are none.
std::vector<std::shared_ptr<const cities::Pack>> packs_beside(const std::filesystem::path& folder,
                                                              const cities::Catalogue& catalogue, Date today,
                                                              const std::filesystem::path& plugins = {});

// P017 for every prefix of the registration code that both packs could give out.
void compare_prefixes(const cities::Pack& pack, const cities::Pack& other, Diagnostics& diagnostics);

}  // namespace nrmm::laboratory

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/pack_files.hpp"
#include "laboratory/folder_texts.hpp"
#include "yaml/edit.hpp"

namespace nrmm::laboratory {

// One change of the pack language: what a pack of level `from` is rewritten to for the next level. Edits name
// places in the pack's texts, so comments and layout stay.
struct Rewrite {
  std::int64_t from;
  std::string_view what;  // for the author: "`valid_to` is called `to`"
  std::vector<yaml::Edit> (*edits)(const cities::PackFolder& pack);
};

// Every change since level 1, oldest first; there is none yet.
std::span<const Rewrite> rewrites();

struct Upgraded {
  std::int64_t from, to;
  Texts changed;                  // by path inside the folder
  std::vector<std::string> said;  // file:line:col: what
};

// The pack at the level `to`; nothing, with a diagnostic, where pack.yaml states no level or none that can be
// upgraded from. A pack that is there already comes back without changes.
std::optional<Upgraded> upgraded(const cities::PackFolder& pack, std::span<const Rewrite> rewrites,
                                 std::int64_t to, Diagnostics& diagnostics);

}  // namespace nrmm::laboratory

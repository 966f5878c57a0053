#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "yaml/node.hpp"

namespace nrmm::yaml {

inline constexpr std::size_t kMaxBytes = 512 * 1024;
inline constexpr std::size_t kMaxDepth = 32;
inline constexpr std::size_t kMaxNodes = 50'000;
inline constexpr std::size_t kMaxLine = 16 * 1024;  // bytes; the parser looks ahead to the end of a line

// One document of the YAML we take: UTF-8 without byte order mark, no tabs, anchors, aliases, tags or merge
// keys, no plain `yes no on off y n`, unique text keys. `file` is the path that diagnostics show. Errors are
// P000 and give nothing; a key stated twice is P007 and its first value stays. Columns count characters, not
// bytes. An empty text is a null node. Bounded in depth, nodes and bytes before anything is built; safe on
// hostile texts and on several threads.
std::optional<Node> parse(std::string_view text, const std::string& file, Diagnostics& diagnostics);

}  // namespace nrmm::yaml

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "base/json.hpp"
#include "yaml/node.hpp"

namespace nrmm::yaml {

// Typed reading. What does not fit is P002 at the value's place, and nothing. A text that looks like a number
// or a flag must be quoted: `01` and `1` would otherwise be the same to one reader and not to another.
std::optional<bool> as_flag(const Node& node, Diagnostics& diagnostics);
std::optional<std::int64_t> as_integer(const Node& node, Diagnostics& diagnostics);
std::optional<double> as_number(const Node& node, Diagnostics& diagnostics);
std::optional<Date> as_date(const Node& node, Diagnostics& diagnostics);
std::optional<std::string> as_text(const Node& node, Diagnostics& diagnostics);
std::optional<std::vector<std::string>> as_texts(const Node& node, Diagnostics& diagnostics);
std::optional<std::vector<std::string>> as_text_or_texts(const Node& node, Diagnostics& diagnostics);

bool looks_like_number(std::string_view plain);

// The value as data: plain integers, decimals and true/false by their type, everything else as text, null for
// an empty value.
Json to_json(const Node& node);

// "a list", "a mapping", "the text `x`" … for messages.
std::string describe(const Node& node);

}  // namespace nrmm::yaml

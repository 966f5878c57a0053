#pragma once

#include <string>
#include <string_view>

#include "yaml/node.hpp"

namespace nrmm::yaml {

// A text as YAML: plain where every reader takes it for a text, else in double quotes.
std::string written(std::string_view text);

// A value as YAML in one line, in the author's order: `{ fuel: diesel, stage: ["3", "4"] }`.
std::string flow(const Node& node);

}  // namespace nrmm::yaml

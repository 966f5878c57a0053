#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.hpp"

namespace nrmm::yaml {

// A scalar written anew where it stands, so that comments, blanks and order around it stay.
struct Edit {
  Source at;
  std::string was;      // the scalar's text
  bool quoted = false;  // and how it is written
  std::string with;     // YAML: `5 days`, `"01"`

  static Edit value(const Node& scalar, std::string with);
  static Edit key(const Entry& entry, std::string with);
};

// The text after all edits; each names a place in the text as given. Throws std::logic_error where something
// else stands at a place, as with a block text: better no change than a wrong one.
std::string edited(std::string_view text, std::vector<Edit> edits);

}  // namespace nrmm::yaml

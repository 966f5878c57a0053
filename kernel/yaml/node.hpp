#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"

namespace nrmm::yaml {

struct Entry;

// A value of a YAML text with the place where it was written. Own tree, so that the place survives every copy
// and merge; nothing in it refers to the parser or to the text.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  Source source;
  std::string text;            // of a scalar
  bool quoted = false;         // quoted or block text: never a number, a flag or `none`
  std::vector<Node> items;     // of a sequence
  std::vector<Entry> entries;  // of a mapping, as written; keys are unique

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }
  bool is_plain(std::string_view word) const { return is_scalar() && !quoted && text == word; }

  const Entry* entry(std::string_view key) const;  // null when it is not there or this is no mapping
  const Node* find(std::string_view key) const;
  Entry* entry(std::string_view key);
  void erase(std::string_view key);
};

struct Entry {
  std::string key;
  Source key_source;
  bool key_quoted = false;
  Node value;
};

}  // namespace nrmm::yaml

#include "yaml/node.hpp"

#include <algorithm>
#include <utility>

namespace nrmm::yaml {

const Entry* Node::entry(std::string_view key) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& each) { return each.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

Entry* Node::entry(std::string_view key) { return const_cast<Entry*>(std::as_const(*this).entry(key)); }

const Node* Node::find(std::string_view key) const {
  const Entry* found = entry(key);
  return found ? &found->value : nullptr;
}

void Node::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& each) { return each.key == key; });
}

}  // namespace nrmm::yaml

#include "laboratory/tree_change.hpp"

#include "yaml/write.hpp"

namespace nrmm::laboratory {
namespace {

yaml::Node& enter(yaml::Node& node, std::size_t index) {
  return node.is_mapping() ? node.entries.at(index).value : node.items.at(index);
}

std::string key_text(const yaml::Entry& entry) {
  return entry.key_quoted ? yaml::written(entry.key) : yaml::flow(plain(entry.key));
}

void write(const yaml::Node& node, std::size_t depth, std::string& out) {
  if (!node.is_mapping() || node.entries.empty()) {
    out += (depth > 0 ? " " : "") + yaml::flow(node) + "\n";
    return;
  }
  if (depth > 0) out += "\n";
  for (const yaml::Entry& entry : node.entries) {
    out += std::string(2 * depth, ' ') + key_text(entry) + ":";
    write(entry.value, depth + 1, out);
  }
}

}  // namespace

yaml::Node changed(yaml::Node root, const Route& route, const TreeChange& change) {
  yaml::Node* parent = &root;
  for (std::size_t i = 0; i + 1 < route.size(); ++i) parent = &enter(*parent, route[i]);
  change(*parent, route.back());
  return root;
}

std::string file_text(const yaml::Node& root) {
  std::string out;
  write(root, 0, out);
  return out;
}

yaml::Node plain(std::string text) {
  yaml::Node node;
  node.kind = yaml::Node::Kind::scalar;
  node.text = std::move(text);
  return node;
}

yaml::Node with_text(yaml::Node scalar, std::string text) {
  scalar.text = std::move(text);
  return scalar;
}

}  // namespace nrmm::laboratory

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "yaml/node.hpp"

namespace nrmm::laboratory {

// The way to a value: in each mapping or list the index of what to enter.
using Route = std::vector<std::size_t>;

// Changes the parent of the value, which is its entry or item of that index.
using TreeChange = std::function<void(yaml::Node& parent, std::size_t index)>;

yaml::Node changed(yaml::Node root, const Route& route, const TreeChange& change);

// A whole file: mappings as blocks, lists in one line. It reads back as the same tree.
std::string file_text(const yaml::Node& root);

yaml::Node plain(std::string text);
yaml::Node with_text(yaml::Node scalar, std::string text);  // written as the scalar was

}  // namespace nrmm::laboratory

#include "yaml/parse.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "yaml/builder.hpp"
#include "yaml/characters.hpp"

namespace nrmm::yaml {
namespace {

// Takes out the second and later ones, so that the tree's keys are unique.
void check_duplicates(Node& node, Diagnostics& diagnostics) {
  std::map<std::string, int> first;
  std::erase_if(node.entries, [&](const Entry& entry) {
    const auto [at, added] = first.emplace(entry.key, entry.key_source.line);
    if (added) return false;
    diagnostics.error(entry.key_source, "P007", "`" + entry.key + "` is stated twice",
                      "first in line " + std::to_string(at->second));
    return true;
  });
}

void check_all_duplicates(Node& node, Diagnostics& diagnostics) {
  check_duplicates(node, diagnostics);
  for (Node& item : node.items) check_all_duplicates(item, diagnostics);
  for (Entry& entry : node.entries) check_all_duplicates(entry.value, diagnostics);
}

}  // namespace

std::optional<Node> parse(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  const Places places(text, file);
  const std::size_t errors = diagnostics.errors();
  if (!check_characters(text, places, diagnostics)) return std::nullopt;
  Builder builder(places, diagnostics);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stopped&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    const auto at = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
    diagnostics.error(places.at(at(error.mark.line), at(error.mark.column)), "P000", error.msg);
    return std::nullopt;
  }
  if (diagnostics.errors() > errors) return std::nullopt;
  if (builder.root.source.file.empty()) builder.root.source = {file, 1, 1};
  check_all_duplicates(builder.root, diagnostics);
  return std::move(builder.root);
}

}  // namespace nrmm::yaml

#include "config/settings.hpp"
#include "config/tables.hpp"

namespace nrmm::config {
namespace {

std::string as_written(const yaml::Key& key) {
  return key.default_value.empty() ? "\"\"" : std::string(key.default_value);
}

void add_key(const yaml::Key& key, const std::string& indent, std::string& out) {
  if (!indent.empty()) out += "#" + indent;
  out += "# " + std::string(key.description);
  if (key.type == yaml::Type::choice) out += " (" + std::string(key.options) + ")";
  out += "\n#" + indent + std::string(key.name) + ": " + as_written(key) + "\n";
}

}  // namespace

std::string sample() {
  std::string out =
      "# Settings of one deployment. Every key is here with its default; take the # before a key away to "
      "set\n"
      "# it. An unknown or wrong key is reported with its line, and the server does not start.\n";
  for (const yaml::Key& key : schema().keys) {
    out += '\n';
    if (key.type != yaml::Type::object) {
      add_key(key, "", out);
      continue;
    }
    out += "# " + std::string(key.description) + "\n#" + std::string(key.name) + ":\n";
    for (const yaml::Key& inner : key.of->keys) add_key(inner, "  ", out);
  }
  return out;
}

}  // namespace nrmm::config

#include "http/permissions.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

#include "base/diagnostic.hpp"
#include "base/embedded.hpp"
#include "cities/plugin_route.hpp"
#include "yaml/parse.hpp"

namespace nrmm::embedded {
extern const File http_permissions_yaml;
}

namespace nrmm::http {
namespace {

constexpr std::array<const char*, 5> kReaches = {"none", "allowed", "own", "district", "city"};

// Whoever has a role that a plugin adds: the kernel does not know its name.
constexpr const char* kPluginRole = "plugin_role";

bool has_plugin_role(const Actor& actor) {
  return std::any_of(actor.roles.begin(), actor.roles.end(), cities::of_plugin);
}

Reach parse_reach(const yaml::Node& node, Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < kReaches.size(); ++i) {
    if (node.is_plain(kReaches[i])) return static_cast<Reach>(i);
  }
  diagnostics.error(node.source, "H001", "not a reach: " + node.text, "allowed, own, district or city");
  return Reach::none;
}

Permissions::Line parse_line(const yaml::Node& node, Diagnostics& diagnostics) {
  Permissions::Line line;
  if (!node.is_mapping() || node.entries.empty())
    diagnostics.error(node.source, "H002", "a line says who may make the call", "{ owner: own }");
  auto known = cities::known_callers();
  known.emplace_back(kPluginRole);
  for (const yaml::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      diagnostics.error(entry.key_source, "H003", "no such role: " + entry.key, nearest(entry.key, known));
    line[entry.key] = parse_reach(entry.value, diagnostics);
  }
  return line;
}

}  // namespace

const char* name_of(Reach reach) { return kReaches[static_cast<std::size_t>(reach)]; }

Permissions Permissions::parse(std::string_view text, const std::string& file) {
  Diagnostics diagnostics;
  Permissions permissions;
  if (const auto root = yaml::parse(text, file, diagnostics)) {
    for (const yaml::Entry& entry : root->entries)
      permissions.lines_[entry.key] = parse_line(entry.value, diagnostics);
  }
  if (diagnostics.has_errors()) {
    std::ostringstream out;
    diagnostics.print(out);
    throw std::runtime_error(out.str());
  }
  return permissions;
}

void Permissions::allow(const std::string& call, const std::string& who, std::string_view reach) {
  const auto found = std::find(kReaches.begin(), kReaches.end(), reach);
  if (found == kReaches.end()) throw std::logic_error(call + ": not a reach: " + std::string(reach));
  lines_[call][who] = static_cast<Reach>(found - kReaches.begin());
}

Permissions Permissions::built_in() {
  return parse(embedded::http_permissions_yaml.text, "kernel/http/permissions.yaml");
}

const Permissions::Line* Permissions::line(std::string_view call) const {
  const auto at = lines_.find(call);
  return at == lines_.end() ? nullptr : &at->second;
}

Reach Permissions::reach(std::string_view call, const Actor& actor) const {
  const Line* line = this->line(call);
  Reach widest = Reach::none;
  if (!line) return widest;
  for (const auto& [who, reach] : *line) {
    const bool concerned =
        who == "anyone" || (actor.signed_in() && (who == "signed_in" || actor.has_role(who) ||
                                                  (who == kPluginRole && has_plugin_role(actor))));
    if (concerned) widest = std::max(widest, reach);
  }
  return widest;
}

std::vector<std::string> Permissions::calls() const {
  std::vector<std::string> calls;
  for (const auto& [call, line] : lines_) calls.push_back(call);
  return calls;
}

}  // namespace nrmm::http

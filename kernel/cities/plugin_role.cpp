#include "cities/plugin_role.hpp"

#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Key;
using yaml::Type;

constexpr Key kRoleKeys[] = {
    {.name = "title", .type = Type::text, .mandatory = true, .description = "what people call it"},
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what who has it does"},
    {.name = "of",
     .type = Type::choice,
     .description = "where he does it: in the whole city, or in districts that his account names",
     .default_value = "city",
     .options = "city district"},
};

}  // namespace

const yaml::Schema kPluginRole{"a role", kRoleKeys};

bool plain_name(const std::string& name) {
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

void check_plain_name(const yaml::Entry& entry, Diagnostics& diagnostics) {
  if (!plain_name(entry.key))
    diagnostics.error(entry.key_source, "G005", "`" + entry.key + "` is no name",
                      "small letters, digits and underscores, a letter first");
}

std::vector<Role> read_plugin_roles(const std::string& plugin, const yaml::Node& all,
                                    Diagnostics& diagnostics) {
  std::vector<Role> out;
  for (const yaml::Entry& entry : all.entries) {
    check_plain_name(entry, diagnostics);
    out.push_back({plugin + "." + entry.key, text_at(entry.value, "title"),
                   text_at(entry.value, "description"), text_at(entry.value, "of") == "district",
                   entry.key_source});
  }
  return out;
}

}  // namespace nrmm::cities

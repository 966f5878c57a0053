#include "cities/plugin_manifest.hpp"

namespace nrmm::cities {
namespace {

using yaml::Key;
using yaml::Schema;
using yaml::Type;

constexpr Key kFactKeys[] = {
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it says"},
    {.name = "values", .type = Type::texts, .mandatory = true, .description = "all that it can be"},
};
constexpr Schema kFact{"a fact", kFactKeys};

constexpr Key kProvidesKeys[] = {
    {.name = "functions", .type = Type::named_values, .description = "for rules in Lua: name: signature"},
    {.name = "checks", .type = Type::named_values, .description = "for checks of forms: name: what it wants"},
    {.name = "facts",
     .type = Type::named,
     .description = "for derived values of forms: name: description and values",
     .of = &kFact},
    {.name = "channels",
     .type = Type::named_values,
     .description = "ways out of the server: name: where messages go"},
};
constexpr Schema kProvides{"what the plugin provides", kProvidesKeys};

constexpr Key kSettingKeys[] = {
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it decides"},
    {.name = "type",
     .type = Type::choice,
     .mandatory = true,
     .description = "of the value",
     .options = "flag integer number text texts date choice texts_by_name"},
    {.name = "of",
     .type = Type::choice,
     .description = "who states it: the city's pack, or nrmm.yaml for the deployment",
     .default_value = "pack",
     .options = "pack deployment"},
    {.name = "options",
     .type = Type::texts,
     .description = "of a choice; of texts_by_name: the names there are"},
    {.name = "mandatory", .type = Type::flag, .description = "it must be stated"},
    {.name = "default", .type = Type::other, .description = "where nothing is stated", .kind = "value"},
};
constexpr Schema kSetting{"a setting", kSettingKeys};

constexpr Key kPluginKeys[] = {
    {.name = "name", .type = Type::text, .mandatory = true, .description = "the folder's name"},
    {.name = "version", .type = Type::text, .mandatory = true, .description = "of the plugin, in quotes"},
    {.name = "api", .type = Type::integer, .mandatory = true, .description = "level it is written for"},
    {.name = "kind",
     .type = Type::choice,
     .mandatory = true,
     .description = "lua: init.lua; cpp: a shared object",
     .options = "lua cpp"},
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it adds"},
    {.name = "capabilities", .type = Type::texts, .description = "what it asks of its host"},
    {.name = "files",
     .type = Type::named_values,
     .description = "below the deployment's home, with capability files: name: what is in it"},
    {.name = "provides",
     .type = Type::object,
     .mandatory = true,
     .description = "functions, checks, facts, channels",
     .of = &kProvides},
    {.name = "settings",
     .type = Type::named,
     .description = "what packs and deployments may set",
     .of = &kSetting},
};

}  // namespace

const Schema kPluginSchema{"plugin.yaml", kPluginKeys};

}  // namespace nrmm::cities

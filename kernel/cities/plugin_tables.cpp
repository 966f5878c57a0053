#include "cities/plugin_manifest.hpp"
#include "cities/plugin_role.hpp"

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

constexpr Key kJobKeys[] = {
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it does"},
    {.name = "every",
     .type = Type::other,
     .mandatory = true,
     .description = "how often in each city: 30s, 10m, 12h, 7d",
     .kind = "duration"},
};
constexpr Schema kJob{"a job", kJobKeys};

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
    {.name = "routes",
     .type = Type::named,
     .description = "calls below /{city}/v1/x/{plugin}/: METHOD path",
     .of = &kPluginRoute},
    {.name = "records",
     .type = Type::named,
     .description = "what the host keeps for a plugin of kind lua: name: fields",
     .of = &kPluginRecord},
    {.name = "effects",
     .type = Type::named_values,
     .description = "for `do` of transitions, in their transaction: name: what it does"},
    {.name = "listens",
     .type = Type::named_values,
     .description = "to what it listens, after the commit: transition: what for"},
    {.name = "jobs", .type = Type::named, .description = "what it does from time to time", .of = &kJob},
    {.name = "forms",
     .type = Type::named_values,
     .description = "defined in forms/ as <plugin>.<form>: name: what is asked"},
    {.name = "cases",
     .type = Type::named_values,
     .description = "kinds of case, workflows of subject matter in workflows/: name: what for"},
    {.name = "roles",
     .type = Type::named,
     .description = "officers' roles: packs write <plugin>.<role>",
     .of = &kPluginRole},
    {.name = "commands",
     .type = Type::named_values,
     .description = "nrmm x <plugin> <command>: name: what it does"},
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
     .description = "functions, checks, facts, channels, routes, effects, jobs …",
     .of = &kProvides},
    {.name = "sources",
     .type = Type::named_values,
     .description = "documents that its definitions rest on: short name: title"},
    {.name = "settings",
     .type = Type::named,
     .description = "what packs and deployments may set",
     .of = &kSetting},
};

}  // namespace

const Schema kPluginSchema{"plugin.yaml", kPluginKeys};

}  // namespace nrmm::cities

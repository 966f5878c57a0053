#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/plugin_route.hpp"
#include "yaml/node.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {

extern const yaml::Schema kPluginRecord;

// A kind of record that the host keeps for a plugin of kind lua: the plugin says what is in it, who may do
// what with it is its routes' matter.
struct PluginRecord {
  std::string name;
  Source source;
  std::vector<PluginMember> fields;
  std::string check;  // function (answers, ctx) → content, or false, field, text; empty: none
  std::string seen;  // function (answers, ctx) → whether this caller sees it; empty: everybody who may call
};

PluginRecord read_plugin_record(const yaml::Entry& entry);

// Makes the routes of a Lua plugin fit its records: the body of a call that writes is the record's fields.
// G023 for a route that does not say what it does with which record, or whose call is not made for it.
void fit_routes(const std::vector<PluginRecord>& records, std::vector<PluginRoute>& routes,
                Diagnostics& diagnostics);

}  // namespace nrmm::cities

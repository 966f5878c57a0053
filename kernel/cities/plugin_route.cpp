#include "cities/plugin_route.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cities/node_values.hpp"
#include "cities/standard_catalogue.hpp"

namespace nrmm::cities {
namespace {

using yaml::Key;
using yaml::Type;

constexpr Key kMemberKeys[] = {
    {.name = "type",
     .type = Type::choice,
     .mandatory = true,
     .description = "of the value",
     .options = "text integer number flag object array any"},
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it says"},
    {.name = "mandatory", .type = Type::flag, .description = "400 without it"},
    {.name = "max_length", .type = Type::integer, .description = "of a text, in characters; 1000"},
};
constexpr Key kRouteKeys[] = {
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it answers"},
    {.name = "who",
     .type = Type::named_values,
     .mandatory = true,
     .description = "role, signed_in or anyone: allowed, own, district or city"},
    {.name = "query", .type = Type::named, .description = "keys of the query", .of = &kPluginMember},
    {.name = "body", .type = Type::named, .description = "members of the JSON body", .of = &kPluginMember},
    {.name = "needs_version", .type = Type::flag, .description = "wants If-Match"},
    {.name = "idempotent",
     .type = Type::flag,
     .description = "a POST wants an Idempotency-Key",
     .default_value = "true"},
    {.name = "writes",
     .type = Type::flag,
     .description = "a POST changes something",
     .default_value = "true"},
    {.name = "record", .type = Type::text, .description = "of a plugin of kind lua: one of `records`"},
    {.name = "does",
     .type = Type::choice,
     .description = "of a plugin of kind lua: what the call does with it",
     .options = "list show create change withdraw"},
};

constexpr const char* kReaches[] = {"allowed", "own", "district", "city"};
constexpr const char* kMethods[] = {"GET", "POST", "PUT", "DELETE"};

template <std::size_t Count>
bool among(const char* const (&all)[Count], std::string_view one) {
  return std::find(std::begin(all), std::end(all), one) != std::end(all);
}

bool plain_segment(std::string segment) {
  if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}')
    segment = segment.substr(1, segment.size() - 2);
  return !segment.empty() &&
         segment.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

bool flag_or(const yaml::Node& body, std::string_view key, bool otherwise) {
  return body.find(key) ? flag_at(body, key) : otherwise;
}

void read_call(const yaml::Entry& entry, PluginRoute& out, Diagnostics& diagnostics) {
  const std::size_t blank = entry.key.find(' ');
  out.method = entry.key.substr(0, blank);
  out.path = blank == std::string::npos ? "" : entry.key.substr(blank + 1);
  const auto segments = split(out.path, '/');
  if (!among(kMethods, out.method) || !std::all_of(segments.begin(), segments.end(), plain_segment))
    diagnostics.error(entry.key_source, "G022", "`" + entry.key + "` is no call",
                      "GET, POST, PUT or DELETE and a path: GET notices/{id}");
}

void read_who(const yaml::Node& who, const std::vector<Role>& roles, PluginRoute& out,
              Diagnostics& diagnostics) {
  std::vector<std::string> known = known_callers();
  for (const Role& role : roles) known.push_back(role.name);
  for (const yaml::Entry& entry : who.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      yaml::report_unknown(entry.key_source, "G022", "role", entry.key, known, diagnostics);
    if (!entry.value.is_scalar() || !among(kReaches, entry.value.text))
      diagnostics.error(entry.value.source, "G022", "`" + entry.value.text + "` is no reach",
                        "allowed, own, district or city");
    out.who[entry.key] = entry.value.text;
  }
  if (who.entries.empty())
    diagnostics.error(out.source, "G022", "nobody may call `" + out.name + "`", "who: { anyone: allowed }");
}

}  // namespace

const yaml::Schema kPluginRoute{"a route", kRouteKeys};
const yaml::Schema kPluginMember{"a member", kMemberKeys};

std::vector<PluginMember> read_members(const yaml::Node& all) {
  std::vector<PluginMember> out;
  for (const yaml::Entry& entry : all.entries) {
    PluginMember made{entry.key, text_at(entry.value, "type"), text_at(entry.value, "description"),
                      flag_at(entry.value, "mandatory")};
    if (const auto length = number_at(entry.value, "max_length"))
      made.max_length = static_cast<std::size_t>(std::max(1.0, *length));
    out.push_back(std::move(made));
  }
  return out;
}

PluginRoute read_plugin_route(const yaml::Entry& entry, const std::vector<Role>& roles,
                              Diagnostics& diagnostics) {
  PluginRoute out;
  out.name = entry.key;
  out.source = entry.key_source;
  out.description = text_at(entry.value, "description");
  read_call(entry, out, diagnostics);
  read_who(mapping_at(entry.value, "who"), roles, out, diagnostics);
  out.query = read_members(mapping_at(entry.value, "query"));
  out.body = read_members(mapping_at(entry.value, "body"));
  out.needs_version = flag_at(entry.value, "needs_version");
  out.idempotent = flag_or(entry.value, "idempotent", true);
  out.writes = flag_or(entry.value, "writes", true);
  out.record = text_at(entry.value, "record");
  out.does = text_at(entry.value, "does");
  return out;
}

std::string shape_of(const PluginRoute& route) {
  std::string out = route.method + " ";
  for (const std::string& segment : split(route.path, '/'))
    out += segment.starts_with("{") ? "{}/" : segment + "/";
  return out;
}

const std::vector<std::string>& known_callers() {
  static const std::vector<std::string> kCallers = [] {
    std::vector<std::string> all = {"anyone", "signed_in", "owner", "agent", "site_manager", "recorder"};
    for (const KernelName& each : kernel_people())
      if (each.kind == KernelName::Kind::role) all.emplace_back(each.name);
    return all;
  }();
  return kCallers;
}

}  // namespace nrmm::cities

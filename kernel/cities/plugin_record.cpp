#include "cities/plugin_record.hpp"

#include <algorithm>
#include <array>

#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Key;
using yaml::Type;

constexpr Key kRecordKeys[] = {
    {.name = "description", .type = Type::text, .mandatory = true, .description = "what it is"},
    {.name = "fields",
     .type = Type::named,
     .mandatory = true,
     .description = "what is in it",
     .of = &kPluginMember},
    {.name = "check",
     .type = Type::text,
     .description = "function (answers, ctx): true, or false, the field and a text"},
    {.name = "seen",
     .type = Type::text,
     .description = "function (answers, ctx): whether the caller sees it"},
};

// What a call can do with records, by which method, and whether its path names one.
struct Deed {
  std::string_view name, method;
  bool of_one;
};
constexpr std::array<Deed, 5> kDeeds{{{"list", "GET", false},
                                      {"show", "GET", true},
                                      {"create", "POST", false},
                                      {"change", "PUT", true},
                                      {"withdraw", "DELETE", true}}};

std::size_t parameters(const std::string& path) { return std::count(path.begin(), path.end(), '{'); }

class Fitting {
 public:
  Fitting(const std::vector<PluginRecord>& records, Diagnostics& diagnostics)
      : records_(records), diagnostics_(diagnostics) {}

  void fit(PluginRoute& route) const {
    const PluginRecord* record = record_of(route);
    const auto deed =
        std::find_if(kDeeds.begin(), kDeeds.end(), [&](const Deed& each) { return each.name == route.does; });
    if (!record || deed == kDeeds.end()) return;
    check_call(route, *deed);
    check_who(route);
    check_contract(route);
    check_query(route, *record);
    if (!route.body.empty()) tell(route, "the body of `" + route.name + "` is the record's fields");
    if (route.does == "create" || route.does == "change") route.body = record->fields;
    route.needs_version = route.does == "change";
  }

 private:
  const PluginRecord* record_of(const PluginRoute& route) const {
    std::vector<std::string> known;
    for (const PluginRecord& each : records_) {
      if (each.name == route.record) return &each;
      known.push_back(each.name);
    }
    if (route.record.empty() || route.does.empty())
      tell(route, "`" + route.name + "` does not say what it does with which record",
           "record: …, does: list, show, create, change or withdraw");
    else
      yaml::report_unknown(route.source, "G023", "record", route.record, known, diagnostics_);
    return nullptr;
  }

  void check_call(const PluginRoute& route, const Deed& deed) const {
    if (route.method != deed.method)
      tell(route, "to " + route.does + " is a " + std::string(deed.method) + ", not a " + route.method);
    if (parameters(route.path) != (deed.of_one ? 1U : 0U))
      tell(route, deed.of_one ? "the path of `" + route.name + "` names one record, by {id}"
                              : "the path of `" + route.name + "` names no record");
  }

  // Records belong to the city or to who wrote them, to no district; and every one has an author.
  void check_who(const PluginRoute& route) const {
    for (const auto& [who, reach] : route.who) {
      if (reach == "district") tell(route, "`" + who + "` has no district's records", "allowed, own or city");
      if (who == "anyone" && (reach == "own" || route.does == "create"))
        tell(route, "`anyone` is a stranger too, and no record is a stranger's", "signed_in, or a role");
    }
  }

  // Record, audit row and answer for repetitions are one transaction, whatever the plugin.
  void check_contract(const PluginRoute& route) const {
    if (!route.writes || !route.idempotent)
      tell(route,
           "`writes` and `idempotent` are for plugins of kind cpp: a record is written as the kernel's are");
  }

  void check_query(const PluginRoute& route, const PluginRecord& record) const {
    for (const PluginMember& key : route.query) {
      const bool text = std::any_of(record.fields.begin(), record.fields.end(), [&](const auto& field) {
        return field.name == key.name && field.type == "text";
      });
      if (route.does != "list" || !text || key.type != "text")
        tell(route, "`" + key.name + "` is no text of `" + record.name + "` by which a list is chosen");
    }
  }

  void tell(const PluginRoute& route, const std::string& what, const std::string& hint = "") const {
    diagnostics_.error(route.source, "G023", what, hint);
  }

  const std::vector<PluginRecord>& records_;
  Diagnostics& diagnostics_;
};

}  // namespace

const yaml::Schema kPluginRecord{"a record", kRecordKeys};

PluginRecord read_plugin_record(const yaml::Entry& entry) {
  return {entry.key, entry.key_source, read_members(mapping_at(entry.value, "fields")),
          text_at(entry.value, "check"), text_at(entry.value, "seen")};
}

void fit_routes(const std::vector<PluginRecord>& records, std::vector<PluginRoute>& routes,
                Diagnostics& diagnostics) {
  const Fitting fitting(records, diagnostics);
  for (PluginRoute& route : routes) fitting.fit(route);
}

}  // namespace nrmm::cities

#include "plugins/plugin_routes.hpp"

#include <set>

#include "base/problem.hpp"
#include "plugins/calls.hpp"
#include "plugins/records.hpp"
#include "plugins/route_contract.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::plugins {
namespace {

using cities::PluginManifest;
using cities::PluginMember;
using cities::PluginRoute;
using http::Member;

Member::Type type_of(const std::string& name) {
  static constexpr std::pair<std::string_view, Member::Type> kTypes[] = {
      {"text", Member::Type::text}, {"integer", Member::Type::integer}, {"number", Member::Type::number},
      {"flag", Member::Type::flag}, {"object", Member::Type::object},   {"array", Member::Type::array},
      {"any", Member::Type::any}};
  for (const auto& [known, type] : kTypes)
    if (known == name) return type;
  return Member::Type::any;
}

std::vector<Member> members_of(const std::vector<PluginMember>& all) {
  std::vector<Member> out;
  for (const PluginMember& each : all)
    out.push_back({each.name, type_of(each.type), each.mandatory, each.description, each.max_length});
  return out;
}

}  // namespace

http::Handler PluginRoutes::handler(std::shared_ptr<const PluginManifest> plugin,
                                    const PluginRoute& route) const {
  if (!plugin->is_cpp())
    return [this, plugin, route](http::Request& request) {
      return answer_with_records(*plugin, route, request, logger_);
    };
  return [this, name = plugin->name, route](http::Request& request) {
    const auto running = host_.find(name);
    if (!running) throw Problem(503, "plugin.unavailable");
    return answer(running, route, request);
  };
}

void PluginRoutes::add(std::shared_ptr<const PluginManifest> plugin, http::RouteSet& to) const {
  for (const PluginRoute& each : plugin->routes) {
    http::Route route;
    route.method = each.method;
    route.path = "x/" + plugin->name + "/" + each.path;
    route.summary = each.description;
    route.handler = handler(plugin, each);
    route.query = members_of(each.query);
    if (each.does == "list") route.query = http::list_query(route.query);
    route.body = members_of(each.body);
    route.needs_version = each.needs_version;
    route.idempotent = each.idempotent;
    route.writes = each.writes;
    for (const auto& [who, reach] : each.who) to.permissions.allow(call_of(route), who, reach);
    to.contracts[call_of(route)] = contract_of(*plugin, each);
    to.table.add(std::move(route));
  }
}

std::vector<std::shared_ptr<const PluginManifest>> PluginRoutes::plugins_of(const cities::Pack& pack) const {
  std::vector<std::shared_ptr<const PluginManifest>> out;
  std::set<std::string> archived;
  for (const auto& [name, settings] : pack.plugins) {
    if (const auto running = host_.find(name))
      out.push_back(std::make_shared<const PluginManifest>(running->manifest()));
    else
      archived.insert(name);
  }
  const auto files = archived.empty() ? std::nullopt : files_(pack.id, pack.revision);
  if (!files) return out;
  Diagnostics told_when_it_was_activated;
  for (const cities::PackFolder& folder : files->plugins)
    if (auto manifest = cities::read_plugin(folder, told_when_it_was_activated);
        manifest && !manifest->is_cpp())
      out.push_back(std::make_shared<const PluginManifest>(std::move(*manifest)));
  return out;
}

std::shared_ptr<const http::RouteSet> PluginRoutes::of(const cities::Pack& pack) {
  const std::lock_guard lock(mutex_);
  Made& made = made_[pack.id];
  if (made.routes && made.revision == pack.revision) return made.routes;
  const auto routes = std::make_shared<http::RouteSet>();
  for (const auto& plugin : plugins_of(pack)) add(plugin, *routes);
  made = {pack.revision, routes};
  return made.routes;
}

std::shared_ptr<const http::RouteSet> PluginRoutes::all() {
  const auto routes = std::make_shared<http::RouteSet>();
  for (const Examination& each : read_all(folder_))
    if (each.manifest) add(std::make_shared<const PluginManifest>(*each.manifest), *routes);
  return routes;
}

}  // namespace nrmm::plugins

#include "plugins/calls.hpp"

#include "audit/audit.hpp"
#include "base/problem.hpp"
#include "http/permissions.hpp"
#include "plugins/lent_tables.hpp"

namespace nrmm::plugins {
namespace {

constexpr std::chrono::hours kCommandLimit{24};

Problem unavailable() { return Problem(503, "plugin.unavailable"); }

template <class Made>
const Made& registered(const std::map<std::string, Made>& all, const std::string& name) {
  const auto found = all.find(name);
  if (found == all.end()) throw unavailable();
  return found->second;
}

template <class Work>
auto answered(Running& plugin, const Called& called, Work work) -> decltype(work()) {
  try {
    return plugin.call(called, std::move(work));
  } catch (const NoAnswer&) {
    throw unavailable();
  }
}

api::Request request_of(const cities::PluginRoute& route, const http::Request& from) {
  api::Request out;
  out.city = from.actor.city;
  out.call = route.name;
  out.params = from.params;
  out.query = from.query;
  out.body = from.body;
  out.caller = {from.actor.account, from.actor.name, from.actor.roles, from.actor.districts};
  out.reach = http::name_of(from.reach);
  out.request_id = from.request_id;
  out.version = from.if_match;
  return out;
}

void audit_call(const Running& plugin, const cities::PluginRoute& route, http::Request& request) {
  audit::Entry entry;
  entry.action = "x." + plugin.manifest().name;
  entry.object_type = route.name;
  if (!request.params.empty()) entry.object_id = request.params.begin()->second;
  entry.pack_revision = request.pack->revision;
  audit::record(request.session(), request.actor, {request.address, request.request_id}, entry);
}

http::Response response_of(api::Answer answer) {
  http::Response out{answer.status, std::move(answer.body)};
  if (answer.version) out.etag(*answer.version);
  return out;
}

}  // namespace

http::Response answer(const std::shared_ptr<Running>& plugin, const cities::PluginRoute& route,
                      http::Request& request) {
  const api::Handler handler = registered(plugin->registered().routes, route.name);
  const bool writes = route.method != "GET" && route.writes;
  if (writes) request.session();  // a repetition is answered here, on the server's thread
  const Lending lending(plugin->manifest().name,
                        [&request]() -> storage::Session& { return request.session(); });
  api::Answer given = answered(*plugin, {route.source, "route `" + route.name + "`"},
                               [handler, tables = lending.tables, asked = request_of(route, request)] {
                                 return handler(asked, *tables);
                               });
  if (writes) {
    lending.tables->take_back();
    audit_call(*plugin, route, request);
  }
  return response_of(std::move(given));
}

api::Transition transition_of(const std::string& city, const Json& happened) {
  api::Transition out{city, happened, happened.value("actor", "")};
  out.what.erase("actor");
  return out;
}

void carry_out(const std::shared_ptr<Running>& plugin, const std::string& effect, storage::Session& session,
               const workflows::Happened& happened) {
  const api::Effect work = registered(plugin->registered().effects, effect);
  const Lending lending(plugin->manifest().name, [&session]() -> storage::Session& { return session; });
  answered(*plugin, {plugin->manifest().source, "effect `" + effect + "`"},
           [work, tables = lending.tables, told = transition_of(session.city(), happened.to_json())] {
             work(told, *tables);
             return true;
           });
}

void do_job(const std::shared_ptr<Running>& plugin, const cities::ProvidedName& job,
            storage::Session& session) {
  const api::Job work = registered(plugin->registered().jobs, job.name);
  const Lending lending(plugin->manifest().name, [&session]() -> storage::Session& { return session; });
  answered(*plugin, {job.source, "job `" + job.name + "`"},
           [work, tables = lending.tables, city = session.city()] {
             work(city, *tables);
             return true;
           });
}

int command(const std::shared_ptr<Running>& plugin, const std::string& name,
            const std::vector<std::string>& words, storage::Session& session) {
  const api::Command work = registered(plugin->registered().commands, name);
  const Lending lending(plugin->manifest().name, [&session]() -> storage::Session& { return session; });
  const auto code = std::make_shared<int>(1);
  plugin->run(
      {plugin->manifest().source, "command `" + name + "`"},
      [work, words, code, city = session.city(), tables = lending.tables] {
        *code = work(city, words, *tables);
      },
      kCommandLimit);
  return *code;
}

}  // namespace nrmm::plugins

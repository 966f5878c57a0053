#include "plugins/host_face.hpp"

#include <algorithm>

#include "base/diagnostic.hpp"

namespace nrmm::plugins {
namespace {

constexpr std::size_t kCounters = 50;

template <class Provided>
std::string near_hint(const std::string& name, const std::vector<Provided>& all) {
  std::vector<std::string> names;
  for (const Provided& each : all) names.push_back(each.name);
  const std::string near = nearest(name, names);
  return near.empty() ? near : " (did you mean `" + near + "`?)";
}

template <class Provided>
bool among(const std::vector<Provided>& all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
}

// Texts at any depth.
void blot(Json& value) {
  if (value.is_string()) value = log::blotted(value.get<std::string>());
  if (value.is_structured())
    for (Json& each : value) blot(each);
}

}  // namespace

HostFace::HostFace(const cities::PluginManifest& manifest, Json settings, std::shared_ptr<const Gate> gate,
                   std::chrono::milliseconds limit)
    : manifest_(manifest), settings_(std::move(settings)), gate_(std::move(gate)), limit_(limit) {}

Json HostFace::settings(const std::string& city) const {
  return gate_->with([&](const Surroundings& server) {
    const auto packs = server.packs.current();
    const auto pack = packs ? packs->find(city) : nullptr;
    if (!pack) return Json();
    const auto found = pack->plugins.find(manifest_.name);
    return found == pack->plugins.end() ? Json() : Json(found->second);
  });
}

void HostFace::log(api::Level level, std::string_view message, const Json& fields) {
  gate_->with([&](const Surroundings& server) {
    Json with_name = fields.is_object() ? fields : Json::object();
    blot(with_name);
    with_name["plugin"] = manifest_.name;
    server.logger.write(static_cast<log::Level>(level), log::blotted(message), with_name);
  });
}

std::filesystem::path HostFace::file(const std::string& name) const {
  if (!among(manifest_.files, name))
    throw std::logic_error(manifest_.source.str() + " names no file `" + name + "`" +
                           near_hint(name, manifest_.files));
  return gate_->with([&](const Surroundings& server) { return server.home / name; });
}

// Nothing but what the manifest provides, once, and within start().
template <class Provided, class Made, class Given>
void HostFace::add(const std::vector<Provided>& provided, const char* what, const std::string& name,
                   std::map<std::string, Made>& to, Given given) {
  if (!starting_) refuse(what, name, "is registered outside start()");
  if (!among(provided, name))
    throw std::logic_error(manifest_.source.str() + " provides no " + what + " `" + name + "`" +
                           near_hint(name, provided));
  if (to.contains(name)) refuse(what, name, "is registered twice");
  if (!given) refuse(what, name, "is registered with nothing to call");
  to[name] = std::move(given);
}

void HostFace::refuse(const char* what, const std::string& name, const std::string& why) const {
  throw std::logic_error(std::string("the ") + what + " `" + name + "` " + why);
}

void HostFace::add_channel(const std::string& name, std::unique_ptr<api::Channel> channel) {
  add(manifest_.channels, "channel", name, registered_.channels, std::shared_ptr(std::move(channel)));
}
void HostFace::add_route(const std::string& call, api::Handler handler) {
  add(manifest_.routes, "route", call, registered_.routes, std::move(handler));
}
void HostFace::add_effect(const std::string& name, api::Effect effect) {
  add(manifest_.effects, "effect", name, registered_.effects, std::move(effect));
}
void HostFace::add_listener(const std::string& event, api::Listener listener) {
  add(manifest_.listens, "listener", event, registered_.listeners, std::move(listener));
}
void HostFace::add_job(const std::string& name, api::Job job) {
  add(manifest_.jobs, "job", name, registered_.jobs, std::move(job));
}
void HostFace::add_command(const std::string& name, api::Command command) {
  add(manifest_.commands, "command", name, registered_.commands, std::move(command));
}

void HostFace::count(const std::string& name, std::int64_t by) {
  const std::lock_guard lock(mutex_);
  if (counters_.size() < kCounters || counters_.contains(name)) counters_[name] += by;
}

std::map<std::string, std::int64_t> HostFace::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

}  // namespace nrmm::plugins

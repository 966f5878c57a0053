#include "plugins/host_face.hpp"

#include <algorithm>

#include "base/diagnostic.hpp"

namespace nrmm::plugins {
namespace {

using cities::ProvidedName;

std::vector<std::string> names_of(const std::vector<ProvidedName>& all) {
  std::vector<std::string> out;
  for (const ProvidedName& each : all) out.push_back(each.name);
  return out;
}

std::string near_hint(const std::string& name, const std::vector<ProvidedName>& all) {
  const std::string near = nearest(name, names_of(all));
  return near.empty() ? near : " (did you mean `" + near + "`?)";
}

bool among(const std::vector<ProvidedName>& all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
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
    for (auto& field : with_name)
      if (field.is_string()) field = log::blotted(field.get<std::string>());
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

void HostFace::may_register(const std::vector<ProvidedName>& provided, const char* what,
                            const std::string& name, bool twice) const {
  const std::string told = std::string(what) + " `" + name + "`";
  if (!starting_) throw std::logic_error("the " + told + " is registered outside start()");
  if (!among(provided, name))
    throw std::logic_error(manifest_.source.str() + " provides no " + told + near_hint(name, provided));
  if (twice) throw std::logic_error("the " + told + " is registered twice");
}

void HostFace::add_channel(const std::string& name, std::unique_ptr<api::Channel> channel) {
  may_register(manifest_.channels, "channel", name, registered_.channels.contains(name));
  if (!channel) throw std::logic_error("the channel `" + name + "` is null");
  registered_.channels[name] = std::move(channel);
}

}  // namespace nrmm::plugins

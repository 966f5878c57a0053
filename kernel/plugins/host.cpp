#include "plugins/host.hpp"

#include <algorithm>

#include "cities/plugin_files.hpp"
#include "plugins/guarded_channel.hpp"
#include "plugins/listening_channel.hpp"
#include "plugins/object.hpp"
#include "yaml/schema.hpp"

namespace nrmm::plugins {
namespace {

using cities::PluginManifest;

constexpr const char* kSms = "sms";  // the channel of text messages

bool provides(const PluginManifest& plugin, const std::string& channel) {
  return std::any_of(plugin.channels.begin(), plugin.channels.end(),
                     [&](const auto& each) { return each.name == channel; });
}

yaml::Entry unstated(const std::string& name) {
  yaml::Entry entry;
  entry.key = name;
  entry.key_source = {"nrmm.yaml: sms.channel"};
  return entry;
}

}  // namespace

Host::Host(HostSettings settings) : settings_(std::move(settings)) {
  for (const yaml::Entry& each : settings_.stated) wanted_.push_back({each, {}, {}, nullptr});
  const auto is_sms = [&](const Wanted& each) { return each.stated.key == settings_.sms; };
  if (!settings_.sms.empty() && std::none_of(wanted_.begin(), wanted_.end(), is_sms))
    wanted_.push_back({unstated(settings_.sms), {}, {}, nullptr});
  for (Wanted& each : wanted_) read(each, told_);
  check_sms(told_);
}

Host::~Host() { stop(std::chrono::milliseconds(0)); }

void Host::read(Wanted& wanted, Diagnostics& diagnostics) const {
  const yaml::Entry& stated = wanted.stated;
  const auto known = cities::plugins_in(settings_.folder);
  if (std::find(known.begin(), known.end(), stated.key) == known.end())
    return yaml::report_unknown(stated.key_source, "G001", "plugin", stated.key, known, diagnostics);
  const auto folder = cities::read_plugin_folder(settings_.folder, stated.key, diagnostics);
  auto manifest = cities::read_plugin(folder, diagnostics);
  if (!manifest) return;
  if (!manifest->is_cpp())
    return diagnostics.error(
        stated.key_source, "G007",
        "plugin `" + stated.key + "` is of kind lua and runs in the cities whose packs name it",
        manifest->kind_source.str());
  wanted.settings = cities::settle_settings(*manifest, stated, diagnostics, cities::SettingOf::deployment);
  wanted.manifest = std::move(manifest);
}

void Host::check_sms(Diagnostics& diagnostics) const {
  for (const Wanted& each : wanted_)
    if (each.stated.key == settings_.sms && each.manifest && !provides(*each.manifest, kSms))
      diagnostics.error({"nrmm.yaml: sms.channel"}, "G019",
                        "plugin `" + settings_.sms + "` has no channel `" + kSms + "`",
                        "its channels are in " + each.manifest->source.file);
}

cities::Catalogue Host::catalogue(const cities::Catalogue& standard) const {
  cities::Catalogue out = standard;
  for (const Wanted& each : wanted_)
    if (each.manifest) out.add_plugin(each.stated.key);
  return out;
}

void Host::open(Diagnostics& diagnostics) {
  for (const Diagnostic& each : told_.all())
    diagnostics.error(each.source, each.code, each.message, each.hint);
  const auto folder = object_folder(settings_.objects);
  for (Wanted& each : wanted_)
    if (each.manifest) each.object = open_object(folder, *each.manifest, diagnostics);
}

void Host::start(Surroundings surroundings, const std::string& only) {
  gate_ = std::make_shared<Gate>(std::move(surroundings));
  for (Wanted& each : wanted_) {
    if (!each.object || (!only.empty() && each.stated.key != only)) continue;
    const auto made = std::make_shared<Running>(*each.manifest, each.settings, gate_, settings_.limit);
    made->start(*each.object);
    const std::lock_guard lock(mutex_);
    running_[each.stated.key] = made;
  }
}

void Host::add_channels(workflows::Outbox& outbox) const {
  for (const auto& plugin : running()) {
    const cities::PluginManifest& manifest = plugin->manifest();
    for (const cities::ProvidedName& channel : manifest.channels)
      if (channel.name != kSms || manifest.name == settings_.sms)
        outbox.add(channel.name, std::make_unique<GuardedChannel>(plugin, channel.name));
    for (const cities::ProvidedName& event : manifest.listens)
      outbox.add(channel_of(manifest.name, event.name), std::make_unique<ListeningChannel>(plugin, event));
  }
}

void Host::hurry(std::chrono::milliseconds patience) const {
  for (const auto& plugin : running()) plugin->hurry(patience);
}

void Host::stop(std::chrono::milliseconds patience) {
  for (const auto& plugin : running()) plugin->stop(patience);
  if (gate_) gate_->close();
  const std::lock_guard lock(mutex_);
  running_.clear();
}

std::vector<std::shared_ptr<Running>> Host::running() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Running>> out;
  for (const auto& [name, plugin] : running_) out.push_back(plugin);
  return out;
}

std::shared_ptr<Running> Host::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = running_.find(name);
  return found == running_.end() ? nullptr : found->second;
}

std::vector<std::string> Host::names() const {
  std::vector<std::string> out;
  for (const Wanted& each : wanted_) out.push_back(each.stated.key);
  return out;
}

}  // namespace nrmm::plugins

#include "host_harness.hpp"

#include <sstream>

#include <unistd.h>

namespace nrmm::plugins {
namespace {

namespace fs = std::filesystem;

HostSettings settings(const std::vector<std::string>& names, const fs::path& folder, const fs::path& objects,
                      std::chrono::milliseconds limit) {
  HostSettings out{folder, objects, {}, "", limit};
  for (const std::string& name : names) {
    yaml::Entry stated;
    stated.key = name;
    stated.key_source = {"nrmm.yaml", 2, 3};
    out.stated.push_back(stated);
  }
  return out;
}

fs::path fresh_home() {
  static int count = 0;
  auto made = fs::temp_directory_path() /
              ("nrmm-plugins-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  fs::create_directories(made);
  return made;
}

}  // namespace

HostHarness::HostHarness(std::vector<std::string> names, const fs::path& folder, const fs::path& objects)
    : home(fresh_home()),
      names_(std::move(names)),
      logger_(home / "log", log::Level::info),
      host_(settings(names_, folder, objects, limit)) {}

HostHarness::~HostHarness() {
  channels_.clear();
  host_.stop(std::chrono::seconds(5));
  fs::remove_all(home);
}

bool HostHarness::open() {
  Diagnostics diagnostics;
  host_.open(diagnostics);
  std::ostringstream out;
  for (const Diagnostic& each : diagnostics.all()) out << each.str() << "\n";
  told_ = out.str();
  return told_.empty();
}

void HostHarness::start() { host_.start({home, logger_, packs_, database_}); }

std::shared_ptr<Running> HostHarness::running(const std::string& name) const {
  for (const auto& each : host_.running())
    if (each->manifest().name == name) return each;
  return nullptr;
}

workflows::Channel& HostHarness::channel(const std::string& name) {
  auto& made = channels_[name];
  if (!made) made = std::make_unique<GuardedChannel>(running(names_.front()), name);
  return *made;
}

api::Sent HostHarness::deliver(const std::string& name) {
  return channel(name).deliver(
      {"key",
       "north",
       "2026-01-01T00:00:00+08:00",
       {{"phone", "13900000001"}, {"purpose", "register"}, {"code", "123456"}, {"text", "验证码"}}});
}

}  // namespace nrmm::plugins

#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "http/more_routes.hpp"
#include "log/logger.hpp"
#include "plugins/host.hpp"

namespace nrmm::plugins {

// The calls below /{city}/v1/x/{plugin}/ of the plugins that a pack names, as the manifests of its revision
// state them. Made once a revision. Thread-safe.
class PluginRoutes : public http::MoreRoutes {
 public:
  // The files of a revision, from the archive.
  using Files =
      std::function<std::optional<cities::PackFiles>(const std::string& city, const std::string& revision)>;
  PluginRoutes(const Host& host, std::filesystem::path folder, Files files, log::Logger& logger)
      : host_(host), folder_(std::move(folder)), files_(std::move(files)), logger_(logger) {}

  std::shared_ptr<const http::RouteSet> of(const cities::Pack& pack) override;
  std::shared_ptr<const http::RouteSet> all() override;  // of every plugin in the folder

 private:
  std::vector<std::shared_ptr<const cities::PluginManifest>> plugins_of(const cities::Pack& pack) const;
  void add(std::shared_ptr<const cities::PluginManifest> plugin, http::RouteSet& to) const;
  http::Handler handler(std::shared_ptr<const cities::PluginManifest> plugin,
                        const cities::PluginRoute& route) const;

  struct Made {
    std::string revision;
    std::shared_ptr<const http::RouteSet> routes;
  };
  const Host& host_;
  std::filesystem::path folder_;
  Files files_;
  log::Logger& logger_;
  std::mutex mutex_;
  std::map<std::string, Made> made_;  // by city: the active revision's
};

}  // namespace nrmm::plugins

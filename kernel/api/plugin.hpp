#pragma once

#include "api/descriptor.h"
#include "api/host.hpp"

namespace nrmm::api {

// A plugin in this process: made once, never unloaded. Its calls come on threads of its own.
class Plugin {
 public:
  virtual ~Plugin() = default;
  // Registers what plugin.yaml provides. `host` outlives the plugin. An exception undoes what was registered;
  // the server runs without the plugin.
  virtual void start(Host& host) = 0;
  // The server stops: no call is under way and none follows.
  virtual void stop() {}
};

}  // namespace nrmm::api

// Once in a plugin's sources: NRMM_PLUGIN(SmsFile, "sms_file", "1.0.0").
#define NRMM_PLUGIN(Class, name, version)                                                     \
  extern "C" __attribute__((visibility("default"))) const nrmm_plugin_descriptor nrmm_plugin; \
  extern "C" const nrmm_plugin_descriptor nrmm_plugin = {                                     \
      NRMM_PLUGIN_MAGIC, NRMM_PLUGIN_API, NRMM_PLUGIN_COMPILER, name, version, [] {           \
        return static_cast<void*>(static_cast<nrmm::api::Plugin*>(new Class));                \
      }}

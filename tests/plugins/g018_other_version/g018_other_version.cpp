#include "api/descriptor.h"

extern "C" __attribute__((visibility("default"))) const nrmm_plugin_descriptor nrmm_plugin;
extern "C" constinit const nrmm_plugin_descriptor nrmm_plugin = {
    NRMM_PLUGIN_MAGIC, NRMM_PLUGIN_API, NRMM_PLUGIN_COMPILER,
    "g018_other_name", "0.9.0",         []() -> void* { return nullptr; }};

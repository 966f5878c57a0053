#include "api/descriptor.h"

extern "C" __attribute__((visibility("default"))) const nrmm_plugin_descriptor nrmm_plugin;
extern "C" constinit const nrmm_plugin_descriptor nrmm_plugin = {
    NRMM_PLUGIN_MAGIC,   0,       NRMM_PLUGIN_COMPILER,
    "g006_older_object", "1.0.0", []() -> void* { return nullptr; }};

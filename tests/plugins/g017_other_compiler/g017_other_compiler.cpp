#include "api/descriptor.h"

extern "C" __attribute__((visibility("default"))) const nrmm_plugin_descriptor nrmm_plugin;
extern "C" constinit const nrmm_plugin_descriptor nrmm_plugin = {
    NRMM_PLUGIN_MAGIC,     NRMM_PLUGIN_API, "g++ 11.2.0, C++ 201703L",
    "g017_other_compiler", "1.0.0",         []() -> void* { return nullptr; }};

#ifndef NRMM_API_DESCRIPTOR_H
#define NRMM_API_DESCRIPTOR_H

/* What a shared object says of itself before any C++ of it is called. Plain C, never changed: a later level
   adds members at the end. */

#include <stdint.h>

#define NRMM_PLUGIN_MAGIC 0x4d4d524eu /* "NRMM" */
#define NRMM_PLUGIN_API 1             /* level of the headers beside this one */

#define NRMM_TEXT_OF(value) #value
#define NRMM_TEXT(value) NRMM_TEXT_OF(value)
/* Objects of different compilers do not share classes. */
#define NRMM_PLUGIN_COMPILER "g++ " __VERSION__ ", C++ " NRMM_TEXT(__cplusplus)

typedef struct nrmm_plugin_descriptor {
  uint32_t magic;
  uint32_t api;
  const char* compiler;
  const char* name;    /* the folder's, as in plugin.yaml */
  const char* version; /* as in plugin.yaml */
  void* (*make)(void); /* a new nrmm::api::Plugin; may throw */
} nrmm_plugin_descriptor;

#define NRMM_PLUGIN_SYMBOL "nrmm_plugin" /* the one exported name, of a nrmm_plugin_descriptor */

#endif

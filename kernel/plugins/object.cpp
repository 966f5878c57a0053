#include "plugins/object.hpp"

#include <dlfcn.h>

namespace nrmm::plugins {
namespace {

namespace fs = std::filesystem;

using cities::PluginManifest;

std::string text(const char* stated) { return stated ? stated : ""; }

// The loader's words, without the path that we name ourselves.
std::string loader_error(const fs::path& file) {
  const std::string said = text(::dlerror());
  const std::string prefix = file.string() + ": ";
  return said.starts_with(prefix) ? said.substr(prefix.size()) : said;
}

class ObjectCheck {
 public:
  ObjectCheck(const PluginManifest& manifest, Diagnostics& diagnostics)
      : manifest_(manifest), shown_(manifest.name + ".so"), diagnostics_(diagnostics) {}

  const nrmm_plugin_descriptor* open(const fs::path& file) {
    if (!fs::is_regular_file(file)) {
      fault(manifest_.kind_source, "G015", "the shared object " + shown_ + " is not there",
            "build it, or name its folder in nrmm.yaml: plugins.objects");
      return nullptr;
    }
    void* object = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!object) {
      fault(manifest_.kind_source, "G015", shown_ + " cannot be loaded: " + loader_error(file));
      return nullptr;
    }
    const auto* found = static_cast<const nrmm_plugin_descriptor*>(::dlsym(object, NRMM_PLUGIN_SYMBOL));
    if (found && found->magic == NRMM_PLUGIN_MAGIC) return agreed(*found);
    fault(manifest_.kind_source, "G016",
          shown_ + (found ? ": its " NRMM_PLUGIN_SYMBOL " is no descriptor of ours"
                          : " does not export " NRMM_PLUGIN_SYMBOL),
          "NRMM_PLUGIN of api/plugin.hpp makes it");
    return nullptr;
  }

 private:
  // The level first: what stands behind it may differ between levels.
  const nrmm_plugin_descriptor* agreed(const nrmm_plugin_descriptor& said) {
    const std::size_t before = diagnostics_.errors();
    if (said.api != NRMM_PLUGIN_API) {
      fault(manifest_.api_source, "G006",
            shown_ + " is built for api " + std::to_string(said.api) + ", this program has api " +
                std::to_string(NRMM_PLUGIN_API),
            "build it against this program's kernel/api");
      return nullptr;
    }
    if (text(said.compiler) != NRMM_PLUGIN_COMPILER)
      fault(manifest_.kind_source, "G017",
            shown_ + " is built by `" + text(said.compiler) + "`, this program by `" NRMM_PLUGIN_COMPILER "`",
            "build it with this program's compiler");
    same(manifest_.name_source, "name", text(said.name), manifest_.name);
    same(manifest_.version_source, "version", text(said.version), manifest_.version);
    if (!said.make) fault(manifest_.kind_source, "G016", shown_ + ": its descriptor makes nothing");
    return diagnostics_.errors() == before ? &said : nullptr;
  }

  void same(const Source& source, const char* what, const std::string& object, const std::string& manifest) {
    if (object != manifest)
      fault(source, "G018",
            std::string(what) + " is `" + manifest + "` here and `" + object + "` in " + shown_,
            "one of them is not built anew, or not from this folder");
  }

  void fault(const Source& source, const char* code, std::string message, std::string hint = {}) {
    diagnostics_.error(source, code, std::move(message), std::move(hint));
  }

  const PluginManifest& manifest_;
  std::string shown_;
  Diagnostics& diagnostics_;
};

}  // namespace

fs::path object_folder(const fs::path& configured) {
  if (!configured.empty()) return configured;
  std::error_code unreadable;
  return fs::read_symlink("/proc/self/exe", unreadable).parent_path() / "plugins";
}

const nrmm_plugin_descriptor* open_object(const fs::path& folder, const PluginManifest& manifest,
                                          Diagnostics& diagnostics) {
  return ObjectCheck(manifest, diagnostics).open(folder / (manifest.name + ".so"));
}

}  // namespace nrmm::plugins

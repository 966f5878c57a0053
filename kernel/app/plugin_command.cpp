#include <iostream>

#include "app/command.hpp"
#include "app/plugin_verbs.hpp"
#include "plugins/new_plugin.hpp"
#include "plugins/object.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::app {
namespace {

using cities::PluginManifest;

const char* kind_of(const PluginManifest& plugin) {
  return plugin.kind == PluginManifest::Kind::lua ? "lua" : "cpp";
}

int list(const config::Settings& settings, Arguments& arguments) {
  arguments.finish();
  bool sound = true;
  for (const auto& each : plugins::read_all(settings.plugins.folder)) {
    each.diagnostics.print(std::cerr);
    sound = sound && each.manifest;
    if (each.manifest)
      std::cout << each.name << "  " << each.manifest->version << "  " << kind_of(*each.manifest) << "  "
                << each.manifest->description << "\n";
  }
  return sound ? 0 : 1;
}

// What is not built yet is no fault of the folder.
void check_object(const config::Settings& settings, plugins::Examination& examination) {
  const auto folder = plugins::object_folder(settings.plugins.objects);
  const std::string object = examination.name + ".so";
  if (std::filesystem::exists(folder / object))
    plugins::open_object(folder, *examination.manifest, examination.diagnostics);
  else
    examination.diagnostics.warning(examination.manifest->kind_source, "G015",
                                    "the shared object " + object + " is not there", "it is built with nrmm");
}

int check(const config::Settings& settings, Arguments& arguments) {
  const std::filesystem::path folder = arguments.next("the plugin's folder");
  arguments.finish();
  auto examination = plugins::examine(folder);
  if (examination.passed() && examination.manifest->is_cpp()) check_object(settings, examination);
  examination.print(std::cout);
  return examination.passed() ? 0 : 1;
}

int make(const config::Settings&, Arguments& arguments) {
  const std::filesystem::path folder = arguments.next("the new plugin's folder");
  const std::string kind = arguments.option_or("kind", "lua");
  arguments.finish();
  const auto made = plugins::make_plugin(folder, kind);
  if (!made.passed()) {
    made.print(std::cout);
    return 1;
  }
  std::cout << folder.string() << " is made. Fill it in; `nrmm plugin check " << folder.string()
            << "` says what is wrong\n";
  return 0;
}

struct Verb {
  const char* name;
  CommandFunction run;
};

constexpr Verb kVerbs[] = {
    {"list", list}, {"check", check}, {"new", make}, {"status", plugin_status}, {"retry", plugin_retry}};

}  // namespace

int commands::plugin(const config::Settings& settings, Arguments& arguments) {
  std::string verbs;
  for (const Verb& verb : kVerbs) verbs += (verbs.empty() ? "one of " : ", ") + std::string(verb.name);
  const std::string name = arguments.next(verbs.c_str());
  for (const Verb& verb : kVerbs) {
    if (name == verb.name) return verb.run(settings, arguments);
  }
  throw Usage("not understood: plugin " + name);
}

}  // namespace nrmm::app

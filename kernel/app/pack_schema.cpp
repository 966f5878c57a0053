#include "laboratory/pack_schema.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "app/pack_verbs.hpp"

namespace nrmm::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEditorFolder = ".vscode/nrmm";
constexpr const char* kEditorSettings = ".vscode/settings.json";

void write(const fs::path& file, const std::string& text) {
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error(file.string() + " cannot be written");
  std::cout << file.string() << "\n";
}

void print_all() {
  Json all = Json::object();
  for (const auto& each : laboratory::pack_schemas()) all[each.name + ".schema.json"] = each.schema;
  std::cout << dump_json(all) << "\n";
}

// Settings that are there are a person's: what they lack is printed, not put in.
void write_settings(const std::string& folder) {
  const std::string settings = laboratory::editor_settings(folder);
  if (!fs::exists(kEditorSettings)) return write(kEditorSettings, settings);
  std::cout << kEditorSettings << " is there already; it needs\n" << settings;
}

}  // namespace

int pack_verbs::schema(const config::Settings&, Arguments& arguments) {
  const bool editor = arguments.flag("vscode");
  const std::string folder = arguments.option_or("out", editor ? kEditorFolder : "");
  arguments.finish();
  if (folder.empty()) {
    print_all();
    return 0;
  }
  for (const auto& each : laboratory::pack_schemas())
    write(fs::path(folder) / (each.name + ".schema.json"), dump_json(each.schema) + "\n");
  if (editor) write_settings(folder);
  return 0;
}

}  // namespace nrmm::app

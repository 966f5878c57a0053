#include "plugins/shelf.hpp"

#include <ostream>

#include "cities/plugin_files.hpp"
#include "cities/plugin_rules.hpp"
#include "cities/text_folder.hpp"
#include "yaml/read.hpp"

namespace nrmm::plugins {

namespace fs = std::filesystem;

namespace {

fs::path whole_path(const fs::path& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return whole.filename().empty() ? whole.parent_path() : whole;
}

cities::PackFolder read(const fs::path& path, Examination& out) {
  out.name = path.filename().string();
  if (!fs::is_directory(path)) {
    out.diagnostics.error({"plugins/" + out.name}, "G001", "there is no plugin `" + out.name + "`");
    return {};
  }
  auto files = cities::read_plugin_folder(path.parent_path(), out.name, out.diagnostics);
  if (!out.diagnostics.has_errors()) out.manifest = cities::read_plugin(files, out.diagnostics);
  return files;
}

// With nothing set: what a pack states can only be judged with the pack.
void check_rules(const cities::PackFolder& files, Examination& out) {
  Json unset = Json::object();
  for (const auto& setting : out.manifest->settings)
    unset[setting.name] = setting.default_value ? yaml::to_json(*setting.default_value) : Json();
  const auto source = cities::plugin_source(*out.manifest, files, unset);
  if (const auto program = lua::Program::compile({}, out.diagnostics, {}, {source}))
    cities::check_provided(*out.manifest, *program, out.diagnostics);
}

bool is_test(const std::string& path) { return path.starts_with("tests/") && path.ends_with(".yaml"); }

void run_tests(const fs::path& path, const cities::PackFolder& files, Examination& out) {
  const auto tests = cities::read_texts({path, "plugins/" + out.name, out.name}, is_test, out.diagnostics);
  out.rows = run_rows(*out.manifest, files, tests, out.diagnostics);
}

}  // namespace

void Examination::print(std::ostream& out) const {
  diagnostics.print(out);
  for (const RowFault& fault : rows.faults)
    out << fault.source.str() << ": " << fault.test << ": " << fault.text << '\n';
  if (rows.passed > 0 || !rows.faults.empty())
    out << rows.passed << " passed, " << rows.faults.size() << " failed\n";
}

Examination examine(const fs::path& folder) {
  Examination out;
  const fs::path path = whole_path(folder);
  const auto files = read(path, out);
  const bool rules = out.manifest && out.manifest->kind == cities::PluginManifest::Kind::lua;
  if (rules) check_rules(files, out);
  if (rules && !out.diagnostics.has_errors()) run_tests(path, files, out);
  out.diagnostics.sort();
  return out;
}

std::vector<Examination> read_all(const fs::path& root) {
  std::vector<Examination> out;
  for (const std::string& name : cities::plugins_in(root)) read(root / name, out.emplace_back());
  return out;
}

cities::Catalogue offline_catalogue(const cities::Catalogue& standard, const fs::path& root) {
  cities::Catalogue out = standard;
  for (const Examination& each : read_all(root))
    if (each.manifest && each.manifest->kind == cities::PluginManifest::Kind::cpp) out.add_plugin(each.name);
  return out;
}

}  // namespace nrmm::plugins

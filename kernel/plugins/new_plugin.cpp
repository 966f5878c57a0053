#include "plugins/new_plugin.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace nrmm::plugins {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSampleName = "example";

std::string named(std::string text, const std::string& name) {
  for (std::size_t at = 0; (at = text.find(kSampleName, at)) != std::string::npos; at += name.size())
    text.replace(at, kSampleName.size(), name);
  return text;
}

void copy(const fs::path& from, const fs::path& to, const std::string& name) {
  std::ifstream in(from, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  fs::create_directories(to.parent_path());
  std::ofstream out(to, std::ios::binary);
  out << named(text.str(), name);
  out.close();
  if (!in || !out) throw std::runtime_error(to.string() + " cannot be written");
}

void check_wish(const fs::path& folder, const fs::path& sample) {
  const std::string name = folder.filename().string();
  const bool good = !name.empty() && name.size() <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
                    name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!good)
    throw std::runtime_error("`" + name +
                             "` cannot be a plugin's name: small letters, digits and underscores, a letter "
                             "first");
  if (fs::exists(fs::symlink_status(folder)))
    throw std::runtime_error(folder.string() + " is there already: nothing was changed");
  if (!fs::is_directory(sample)) throw std::runtime_error(sample.string() + " is not there to start from");
}

}  // namespace

Examination make_plugin(const fs::path& wanted, const std::string& kind) {
  const fs::path whole = fs::absolute(wanted).lexically_normal();
  const fs::path folder = whole.filename().empty() ? whole.parent_path() : whole;
  const fs::path sample = folder.parent_path() / ("_template_" + kind);
  check_wish(folder, sample);
  const std::string name = folder.filename().string();
  for (const auto& entry : fs::recursive_directory_iterator(sample)) {
    const std::string path = entry.path().lexically_relative(sample).generic_string();
    if (entry.is_regular_file()) copy(entry.path(), folder / named(path, name), name);
  }
  Examination made = examine(folder);
  if (!made.passed()) fs::remove_all(folder);
  return made;
}

}  // namespace nrmm::plugins

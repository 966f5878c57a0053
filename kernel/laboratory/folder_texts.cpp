#include "laboratory/folder_texts.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

fs::path aside(const fs::path& folder) {
  const fs::path out = folder.parent_path() / ("_" + folder.filename().string() + ".new");
  fs::remove_all(out);  // of a run that was killed
  return out;
}

void write(const fs::path& folder, const Texts& texts) {
  for (const auto& [path, text] : texts) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream stream(folder / path, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error((folder / path).string() + " cannot be written");
  }
}

}  // namespace

Texts texts_in(const fs::path& folder) {
  Texts out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream.is_open() || stream.bad())
      throw std::runtime_error(entry.path().string() + " cannot be read");
    out[entry.path().lexically_relative(folder).generic_string()] = text.str();
  }
  return out;
}

void write_new(const fs::path& folder, const Texts& texts) {
  const fs::path made = aside(folder);
  write(made, texts);
  fs::rename(made, folder);
}

void write_changed(const fs::path& folder, const Texts& changed) {
  const fs::path made = aside(folder);
  fs::copy(folder, made, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  write(made, changed);
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) != 0)
    throw std::runtime_error(folder.string() + " cannot be exchanged for " + made.string() + ": " +
                             std::strerror(errno));
  fs::remove_all(made);
}

}  // namespace nrmm::laboratory

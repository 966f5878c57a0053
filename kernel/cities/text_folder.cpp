#include "cities/text_folder.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.hpp"

namespace nrmm::cities {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 500;
constexpr std::size_t kMaxBytes = 1024 * 1024;  // of one file, areas of fences included

int first_bad_line(const std::string& text) {
  std::istringstream lines(text);
  int number = 1;
  for (std::string line; std::getline(lines, line) && valid_utf8(line);) ++number;
  return number;
}

class FolderReader {
 public:
  FolderReader(const TextFolder& from, bool (*wanted)(const std::string&), Diagnostics& diagnostics)
      : folder_(from.folder), shown_(from.shown), wanted_(wanted), diagnostics_(diagnostics) {
    out_.id = from.id;
  }

  PackFolder read() {
    for (auto at = fs::recursive_directory_iterator(folder_); at != fs::recursive_directory_iterator();
         ++at) {
      if (at->path().filename().string().starts_with('.')) {
        at.disable_recursion_pending();
        continue;
      }
      if (!take(*at)) break;
    }
    return std::move(out_);
  }

 private:
  // False when there are too many to go on.
  bool take(const fs::directory_entry& entry) {
    const std::string path = entry.path().lexically_relative(folder_).generic_string();
    if (entry.is_symlink()) {
      diagnostics_.error({shown_ + "/" + path}, "P000", "links are not followed", "put the file here");
      return true;
    }
    if (!entry.is_regular_file() || !wanted_(path)) return true;
    if (out_.files.size() >= kMaxFiles) {
      diagnostics_.error({shown_ + "/" + path}, "P000", "more than 500 files");
      return false;
    }
    read_file(entry, path);
    return true;
  }

  void read_file(const fs::directory_entry& entry, const std::string& path) {
    if (entry.file_size() > kMaxBytes) {
      diagnostics_.error({shown_ + "/" + path}, "P000", "the file is larger than 1 MiB");
      return;
    }
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream.is_open() || stream.bad()) {
      diagnostics_.error({shown_ + "/" + path}, "P000", "cannot be read");
    } else if (!valid_utf8(text.str())) {
      diagnostics_.error({shown_ + "/" + path, first_bad_line(text.str())}, "P000", "not valid UTF-8",
                         "save the file as UTF-8; GBK and GB 18030 are not read");
    } else if (const auto zero = text.str().find('\0'); zero != std::string::npos) {
      const std::string before = text.str().substr(0, zero);
      const auto line = 1 + std::count(before.begin(), before.end(), '\n');
      diagnostics_.error({shown_ + "/" + path, static_cast<int>(line)}, "P000", "zero byte",
                         "the archive of packs holds texts only");
    } else {
      out_.files[path] = text.str();
    }
  }

  fs::path folder_;
  std::string shown_;
  bool (*wanted_)(const std::string&);
  PackFolder out_;
  Diagnostics& diagnostics_;
};

}  // namespace

PackFolder read_texts(const TextFolder& from, bool (*wanted)(const std::string&), Diagnostics& diagnostics) {
  return FolderReader(from, wanted, diagnostics).read();
}

std::vector<std::string> folders_in(const fs::path& root) {
  std::vector<std::string> out;
  if (!fs::is_directory(root)) return out;
  for (const auto& entry : fs::directory_iterator(root))
    if (entry.is_directory()) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace nrmm::cities

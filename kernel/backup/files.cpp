#include "backup/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <Poco/DeflatingStream.h>
#include <Poco/Exception.h>
#include <Poco/InflatingStream.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nrmm::backup {

namespace fs = std::filesystem;

namespace {

constexpr int kFast = 1;  // of zlib: what is archived early is mostly empty

[[noreturn]] void refuse(const char* what, const fs::path& path) {
  throw std::runtime_error(std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(errno));
}

void sync_path(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) refuse("open", path);
  const int failed = ::fsync(descriptor);
  ::close(descriptor);
  if (failed != 0) refuse("write", path);
}

fs::path draft_of(const fs::path& file) { return file.string() + ".part"; }

void publish(const fs::path& file, unsigned mode) {
  const fs::path draft = draft_of(file);
  ::chmod(draft.c_str(), mode);
  sync_path(draft, O_RDONLY);
  std::error_code error;
  fs::rename(draft, file, error);
  if (error) throw std::runtime_error("cannot write " + file.string() + ": " + error.message());
  sync_folder(file.parent_path());
}

}  // namespace

void sync_folder(const fs::path& folder) { sync_path(folder, O_RDONLY | O_DIRECTORY); }

void write_durably(const fs::path& file, const std::string& text, unsigned mode) {
  std::ofstream out(draft_of(file), std::ios::binary | std::ios::trunc);
  ::chmod(draft_of(file).c_str(), mode);
  if (!(out << text).flush()) refuse("write", file);
  out.close();
  publish(file, mode);
}

std::string read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse("read", file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) refuse("read", file);
  return text;
}

Json read_json_file(const fs::path& file) {
  try {
    return parse_json(read_whole(file));
  } catch (const JsonError& error) {
    throw std::runtime_error("the backup is damaged: " + file.string() + ": " + error.what());
  }
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (error) throw std::runtime_error("cannot create " + folder.string() + ": " + error.message());
  if (made) fs::permissions(folder, fs::perms::owner_all);
}

void copy_tree(const fs::path& from, const fs::path& to) {
  make_folder(to);
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const fs::path target = to / fs::relative(entry.path(), from);
    if (entry.is_directory()) make_folder(target);
    if (entry.is_regular_file()) write_durably(target, read_whole(entry.path()));
  }
}

void pack_file(const fs::path& from, const fs::path& to) {
  std::ifstream in(from, std::ios::binary);
  if (!in) refuse("read", from);
  std::ofstream out(draft_of(to), std::ios::binary | std::ios::trunc);
  Poco::DeflatingOutputStream packed(out, Poco::DeflatingStreamBuf::STREAM_GZIP, kFast);
  packed << in.rdbuf();
  packed.close();
  out.close();
  if (!packed || !out || in.bad()) refuse("write", to);
  publish(to, 0600);
}

std::uintmax_t packed_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse("read", file);
  Poco::InflatingInputStream unpacked(in, Poco::InflatingStreamBuf::STREAM_GZIP);
  std::uintmax_t bytes = 0;
  std::string part(1 << 16, '\0');
  while (unpacked.read(part.data(), static_cast<std::streamsize>(part.size())) || unpacked.gcount() > 0)
    bytes += static_cast<std::uintmax_t>(unpacked.gcount());
  return unpacked.bad() ? 0 : bytes;
}

}  // namespace nrmm::backup

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nrmm::photos {

// An open file or folder, closed at the end of scope.
class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor();

  explicit operator bool() const { return value_ >= 0; }
  int operator*() const { return value_; }

 private:
  int value_;
};

bool is_sha256(std::string_view text);           // 64 digits 0-9a-f: nothing else ever becomes a path
std::string file_name(std::string_view sha256);  // <sha256>.jpg
[[noreturn]] void throw_refused(int error);      // Problem 503 for an errno

// The folder ab/cd of a hash, without following symbolic links; closed when it is absent.
Descriptor open_shelf(const std::filesystem::path& root, std::string_view sha256);
// The same, made durably if need be; throws Problem 503.
Descriptor make_shelf(const std::filesystem::path& root, std::string_view sha256);

void write_file(int shelf, const std::string& name,
                std::string_view bytes);  // durable or not at all; Problem 503
std::optional<std::string> read_file(int shelf, const std::string& name);  // regular files only

}  // namespace nrmm::photos

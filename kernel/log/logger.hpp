#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace nrmm::log {

enum class Level { debug, info, warning, error };

std::optional<Level> level(std::string_view name);
const char* name_of(Level level);

// One JSON object per line: {time, level, message, request_id, …fields}. Control and direction characters of
// every text are escaped, so that a value can neither begin a line nor move a terminal's cursor (X108).
// Callers never pass request bodies, tokens, passwords, codes, phones or ID numbers. Thread-safe; a line is
// written whole or not at all.
class Logger {
 public:
  explicit Logger(Level least = Level::info);              // to stderr
  Logger(const std::filesystem::path& file, Level least);  // appends; std::runtime_error when it cannot
  ~Logger();
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  // `fields`: an object; its keys are the caller's own names, its values may come from anywhere.
  void write(Level level, std::string_view message, const Json& fields = Json::object());
  void debug(std::string_view message, const Json& fields = Json::object());
  void info(std::string_view message, const Json& fields = Json::object());
  void warning(std::string_view message, const Json& fields = Json::object());
  void error(std::string_view message, const Json& fields = Json::object());

  bool writes(Level level) const { return level >= least_; }
  void reopen();  // after the file was moved away by log rotation

 private:
  std::filesystem::path file_;
  Level least_;
  int descriptor_;
  std::mutex mutex_;
};

// For as long as it lives, every line this thread logs carries the request's id.
class RequestScope {
 public:
  explicit RequestScope(std::string request_id);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  std::string outer_;
};

// A text of unknown origin (what an exception says) with every run of seven or more digits blotted out: it
// could be a phone, an ID number or a part of one.
std::string blotted(std::string_view text);

}  // namespace nrmm::log

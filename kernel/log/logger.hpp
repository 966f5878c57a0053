#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"

namespace nrmm::log {

enum class Level { debug, info, warning, error };

std::optional<Level> level(std::string_view name);
const char* name_of(Level level);

// One JSON object per line: {time, level, message, request_id or job, …fields}. Control and direction
// characters of every text are escaped, so that a value can neither begin a line nor move a terminal's cursor
// (X108). Callers never pass request bodies, tokens, passwords, codes, phones or ID numbers. Thread-safe; a
// line is written whole or not at all.
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

// What the lines of this thread carry: of which request, or of which background work they are.
struct Origin {
  std::string request_id, job;
};
Origin origin();

// For as long as it lives, every line this thread logs carries them.
class OriginScope {
 public:
  explicit OriginScope(Origin origin);
  ~OriginScope();
  OriginScope(const OriginScope&) = delete;
  OriginScope& operator=(const OriginScope&) = delete;

 private:
  Origin outer_;
};

// A request, by its id.
class RequestScope : public OriginScope {
 public:
  explicit RequestScope(std::string request_id) : OriginScope({std::move(request_id), ""}) {}
};

// Background work, by its name.
class JobScope : public OriginScope {
 public:
  explicit JobScope(std::string job) : OriginScope({"", std::move(job)}) {}
};

// A text of unknown origin (what an exception says) with every run of seven or more digits blotted out: it
// could be a phone, an ID number or a part of one.
std::string blotted(std::string_view text);

}  // namespace nrmm::log

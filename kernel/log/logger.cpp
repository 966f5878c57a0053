#include "log/logger.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "log/escape.hpp"

namespace nrmm::log {
namespace {

constexpr std::array kNames = {"debug", "info", "warning", "error"};

thread_local Origin current;

std::string now() {
  using namespace std::chrono;
  const auto time = system_clock::now();
  const std::time_t seconds = system_clock::to_time_t(time);
  const auto millis = duration_cast<milliseconds>(time.time_since_epoch()).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>(millis));
  return text;
}

int open_for_append(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (descriptor < 0)
    throw std::runtime_error("cannot write the log " + file.string() + ": " + std::strerror(errno));
  return descriptor;
}

// A full disk must not stop the register: what cannot be logged is lost.
void write_all(int descriptor, std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(descriptor, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string compose(Level level, std::string_view message, const Json& fields) {
  std::string line = R"({"time":")" + now() + R"(","level":")" + name_of(level) + R"(","message":)" +
                     escaped(dump_json(message));
  if (!current.request_id.empty()) line += R"(,"request_id":)" + escaped(dump_json(current.request_id));
  if (!current.job.empty()) line += R"(,"job":)" + escaped(dump_json(current.job));
  for (const auto& [key, value] : fields.items()) {
    line += ',' + escaped(dump_json(key)) + ':' + escaped(dump_json(value));
  }
  return line + "}\n";
}

}  // namespace

std::optional<Level> level(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) return static_cast<Level>(i);
  }
  return std::nullopt;
}

const char* name_of(Level level) { return kNames[static_cast<std::size_t>(level)]; }

Logger::Logger(Level least) : least_(least), descriptor_(STDERR_FILENO) {}

Logger::Logger(const std::filesystem::path& file, Level least)
    : file_(file), least_(least), descriptor_(open_for_append(file)) {}

Logger::~Logger() {
  if (!file_.empty()) ::close(descriptor_);
}

void Logger::write(Level level, std::string_view message, const Json& fields) {
  if (!writes(level)) return;
  const std::string line = compose(level, message, fields);
  const std::lock_guard lock(mutex_);
  write_all(descriptor_, line);
}

void Logger::debug(std::string_view message, const Json& fields) { write(Level::debug, message, fields); }
void Logger::info(std::string_view message, const Json& fields) { write(Level::info, message, fields); }
void Logger::warning(std::string_view message, const Json& fields) { write(Level::warning, message, fields); }
void Logger::error(std::string_view message, const Json& fields) { write(Level::error, message, fields); }

void Logger::reopen() {
  if (file_.empty()) return;
  const int fresh = open_for_append(file_);
  const std::lock_guard lock(mutex_);
  ::close(descriptor_);
  descriptor_ = fresh;
}

Origin origin() { return current; }

OriginScope::OriginScope(Origin origin) : outer_(std::exchange(current, std::move(origin))) {}

OriginScope::~OriginScope() { current = std::move(outer_); }

std::string blotted(std::string_view text) {
  constexpr std::size_t kTelling = 7;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - at >= kTelling) {
      out += "[digits]";
    } else if (end > at) {
      out += text.substr(at, end - at);
    } else {
      out += text[end++];
    }
    at = end;
  }
  return out;
}

}  // namespace nrmm::log

#include "app/front.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/embedded.hpp"

namespace nrmm::embedded {
extern const File app_nginx_conf_in;
extern const File app_nginx_http_conf_in;
extern const File app_nginx_site_conf_in;
extern const File app_nginx_pass_conf_in;
extern const File app_nginx_problem_conf_in;
}  // namespace nrmm::embedded

namespace nrmm::app {
namespace {

constexpr int kWorkers = 2;  // as in nginx.conf.in
constexpr int kPortTries = 60;

// Connections that each worker keeps open beside those at work.
int idle_of(const FrontSettings& settings) { return std::clamp(settings.threads / 16, 1, 4); }

std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out(text);
  for (const auto& [name, value] : values) {
    const std::string mark = "@" + name + "@";
    for (std::size_t at; (at = out.find(mark)) != std::string::npos;) out.replace(at, mark.size(), value);
  }
  return out;
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::trunc);
  if (!(out << text).flush()) throw std::runtime_error("cannot write " + file.string());
}

sockaddr_in place_of(const std::string& address, int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, address.c_str(), &at.sin_addr) != 1) at.sin_addr.s_addr = INADDR_ANY;
  return at;
}

bool free_to_listen(const std::string& address, int port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in at = place_of(address, port);
  const bool free = ::bind(probe, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(probe);
  return free;
}

bool listens(const std::string& address, int port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in at = place_of(address, port);
  const bool connected = ::connect(probe, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(probe);
  return connected;
}

}  // namespace

void require_free_port(const FrontSettings& settings) {
  for (int tries = 0; tries < kPortTries; ++tries) {
    if (free_to_listen(settings.address, settings.port)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("port " + std::to_string(settings.port) +
                           " is in use by another program (NRMM_PORT chooses another)");
}

Front::Front(const Home& home, const FrontSettings& settings) : home_(home), settings_(settings) {}

void Front::write_configuration() const {
  const std::map<std::string, std::string> values = {
      {"ROOT", home_.nginx().string()},
      {"LOG", home_.log().string()},
      {"USER", am_root() ? "user www-data;" : ""},
      {"SOCKET", home_.http_socket().string()},
      {"LISTEN", settings_.address + ":" + std::to_string(settings_.port)},
      {"BODY_LIMIT", std::to_string(settings_.body_limit)},
      {"PHOTO_LIMIT", std::to_string(settings_.photo_limit)},
      {"IDLE", std::to_string(idle_of(settings_))},
      {"CONNECTIONS", std::to_string(std::max(1, settings_.threads - kWorkers * idle_of(settings_)))},
  };
  const std::map<std::string, embedded::File> files = {{"nginx.conf", embedded::app_nginx_conf_in},
                                                       {"http.conf", embedded::app_nginx_http_conf_in},
                                                       {"site.conf", embedded::app_nginx_site_conf_in},
                                                       {"pass.conf", embedded::app_nginx_pass_conf_in},
                                                       {"problem.conf", embedded::app_nginx_problem_conf_in}};
  for (const auto& [name, file] : files) write(home_.nginx() / name, filled(file.text, values));
}

void Front::start() {
  write_configuration();
  const std::string conf = (home_.nginx() / "nginx.conf").string();
  const auto log = home_.log() / "nginx-error.log";
  run({{"nginx", "-t", "-q", "-e", log.string(), "-p", home_.nginx().string(), "-c", conf}, {}, log});
  child_ = std::make_unique<Child>(
      Command{{"nginx", "-e", log.string(), "-p", home_.nginx().string(), "-c", conf}, {}, log});
  // Whoever is told that it answers, and the demonstration, may ask at once.
  for (int tries = 0; tries < kPortTries && !listens(settings_.address, settings_.port); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

void Front::reopen_logs() {
  if (child_) child_->send(SIGUSR1);
}

void Front::stop() {
  if (child_) child_->stop(SIGQUIT, std::chrono::milliseconds(3000));
  child_.reset();
}

}  // namespace nrmm::app

#include "app/front.hpp"

#include <fstream>
#include <map>
#include <stdexcept>
#include <string_view>

#include <signal.h>

#include "base/embedded.hpp"

namespace nrmm::embedded {
extern const File app_nginx_conf_in;
extern const File app_nginx_pass_conf_in;
}  // namespace nrmm::embedded

namespace nrmm::app {
namespace {

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

}  // namespace

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
  };
  write(home_.nginx() / "nginx.conf", filled(embedded::app_nginx_conf_in.text, values));
  write(home_.nginx() / "pass.conf", filled(embedded::app_nginx_pass_conf_in.text, values));
}

void Front::start() {
  write_configuration();
  const std::string conf = (home_.nginx() / "nginx.conf").string();
  const auto log = home_.log() / "nginx-error.log";
  run({{"nginx", "-t", "-q", "-e", log.string(), "-p", home_.nginx().string(), "-c", conf}, {}, log});
  child_ = std::make_unique<Child>(
      Command{{"nginx", "-e", log.string(), "-p", home_.nginx().string(), "-c", conf}, {}, log});
}

void Front::stop() {
  if (child_) child_->stop(SIGQUIT, std::chrono::milliseconds(3000));
  child_.reset();
}

}  // namespace nrmm::app

#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "demo/script.hpp"

namespace nrmm::demo {

// An account with a first password, as `nrmm account create` gives it.
struct NewOfficer {
  std::string login, initial_password;
};

struct LoadSettings {
  int port = 8080;
  std::filesystem::path sms_file;  // where the demonstration SMS channel writes
  std::function<NewOfficer(const std::string& city, const Officer&)> create_officer;
  std::function<void(const std::string& line)> progress;  // of any thread
};

// Plays a city's demonstration through the public HTTP API: owners sign up, officers change their first
// password, machines are filed, reviewed and collected, sites opened, and machines pass their gates. Several
// cities at once are several threads. Does nothing when the first owner can already sign in. Throws
// std::runtime_error naming the call that was refused.
void load(const std::string& city, const Script& script, const LoadSettings& settings);

}  // namespace nrmm::demo

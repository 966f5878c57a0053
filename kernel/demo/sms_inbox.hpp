#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "demo/client.hpp"

namespace nrmm::demo {

// The telephones of the demonstration: what the demonstration's channel wrote for a city.
class SmsInbox {
 public:
  SmsInbox(std::filesystem::path file, std::string city, Client& client)
      : file_(std::move(file)), city_(std::move(city)), client_(client) {}

  // Asks for a code and reads it, as the phone's holder would. Who was sent one a moment ago waits his
  // minute, as everybody does. Throws std::runtime_error when none arrives.
  std::string code_for(const std::string& phone, const std::string& purpose);

 private:
  std::vector<std::string> codes_of(const std::string& phone, const std::string& purpose) const;
  void ask_for(const std::string& phone, const std::string& purpose);

  std::filesystem::path file_;
  std::string city_;
  Client& client_;
};

}  // namespace nrmm::demo

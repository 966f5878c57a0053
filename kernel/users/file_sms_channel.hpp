#pragma once

#include <filesystem>
#include <string>

#include "workflows/outbox.hpp"

namespace nrmm::users {

// The SMS channel of demonstrations and tests: instead of a gateway, a file of JSON lines {time, city, phone,
// purpose, code, text} that only its owner reads. Each line is one append, so several servers may write.
class FileSmsChannel : public workflows::Channel {
 public:
  explicit FileSmsChannel(std::filesystem::path file) : file_(std::move(file)) {}

  void deliver(const workflows::Delivery& delivery) override;

 private:
  std::filesystem::path file_;
};

}  // namespace nrmm::users

// The SMS channel of demonstrations and tests: instead of a gateway, a file of JSON lines {key, time, city,
// phone, purpose, code, text} that only its owner reads. Each line is one append, so several servers may
// write.

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "api/plugin.hpp"

namespace {

using nrmm::api::Delivery;
using nrmm::api::Json;
using nrmm::api::Sent;

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& file)
      : number_(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool append(const std::string& text) const {
    return number_ >= 0 && ::write(number_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }

 private:
  int number_;
};

// [channel]
class FileChannel : public nrmm::api::Channel {
 public:
  explicit FileChannel(std::filesystem::path file) : file_(std::move(file)) {}

  Sent deliver(const Delivery& delivery) override {
    Json line = {{"key", delivery.key}, {"time", delivery.time}, {"city", delivery.city}};
    for (const char* member : {"phone", "purpose", "code", "text"})
      line[member] = delivery.payload.value(member, "");
    const Descriptor descriptor(file_);
    if (descriptor.append(nrmm::api::text_of(line) + "\n")) return Sent::sent();
    return Sent::later(std::generic_category().message(errno));
  }

 private:
  std::filesystem::path file_;
};
// [/channel]

// [plugin]
class SmsFile : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override {
    host.add_channel("sms", std::make_unique<FileChannel>(host.file("sms.jsonl")));
  }
};

}  // namespace

NRMM_PLUGIN(SmsFile, "sms_file", "1.0.0");
// [/plugin]

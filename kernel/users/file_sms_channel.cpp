#include "users/file_sms_channel.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace nrmm::users {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& file)
      : number_(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) {
    if (number_ < 0) fail(file);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

void FileSmsChannel::deliver(const workflows::Delivery& delivery) {
  Json line = {{"time", delivery.time}, {"city", delivery.city}};
  for (const char* member : {"phone", "purpose", "code", "text"})
    line[member] = delivery.payload.value(member, "");
  const std::string text = dump_json(line) + "\n";
  const Descriptor descriptor(file_);
  const ssize_t written = ::write(descriptor.number(), text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size())) fail(file_);
}

}  // namespace nrmm::users

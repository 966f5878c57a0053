#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Net/ServerSocket.h>

namespace sms_aliyun {

// A server on this machine that reads a call up to its empty line, says its pieces with a pause after each,
// and closes. With TLS it shows a certificate for `localhost` that it has signed itself.
class LocalGateway {
 public:
  explicit LocalGateway(std::vector<std::string> pieces, std::chrono::milliseconds pause = {},
                        bool tls = false);
  ~LocalGateway();

  std::uint16_t port() const { return port_; }
  std::string heard() const;
  std::string certificate_file() const { return certificate_; }

 private:
  void serve();
  void answer(Poco::Net::StreamSocket socket);

  std::vector<std::string> pieces_;
  std::chrono::milliseconds pause_;
  std::string certificate_, key_;
  std::unique_ptr<Poco::Net::ServerSocket> socket_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::string heard_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sms_aliyun

#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include <Poco/Net/Context.h>

#include "endpoint.hpp"
#include "outcome.hpp"

namespace sms_aliyun {

struct Patience {
  std::chrono::milliseconds connect{3000}, answer{5000};
};

// Nothing has reached the gateway.
struct NotSent : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The gateway may have what was sent.
struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The way to the gateway: a connection for every call, so that none fails because an older one was closed
// meanwhile, which could not be told from a loss. Thread-safe.
class Line {
 public:
  // `ca_file`: trusted beside the system's certificates; empty: none. std::exception when it cannot be read.
  Line(Endpoint endpoint, Patience patience, const std::string& ca_file);

  // Sends the bytes and waits for the answer. Throws NotSent before the first byte is out, afterwards Lost;
  // what() of both is a short word.
  Answer exchange(const std::string& request) const;

 private:
  Endpoint endpoint_;
  Patience patience_;
  Poco::Net::Context::Ptr tls_;  // null for http
};

}  // namespace sms_aliyun

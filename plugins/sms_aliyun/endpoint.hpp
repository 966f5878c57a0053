#pragma once

#include <cstdint>
#include <string>

namespace sms_aliyun {

// Where the gateway is.
struct Endpoint {
  bool tls = true;
  std::string host;
  std::uint16_t port = 443;
  std::string path = "/";

  // The value of the header Host: with the port only where it is not the scheme's own.
  std::string authority() const;
};

// From a URL. std::invalid_argument says what is wrong with it; http is for this machine alone, since calls
// hold phones and codes in clear.
Endpoint endpoint_of(const std::string& url);

}  // namespace sms_aliyun

#pragma once

#include <string>

#include "endpoint.hpp"
#include "message.hpp"
#include "signing.hpp"

namespace sms_aliyun {

// What goes with one call beside the message.
struct Stamp {
  std::string sign_name;
  std::string key;    // of the message; the gateway gives it back in its receipts
  std::string time;   // 2026-01-31T08:00:00Z
  std::string nonce;  // new for every call
};

enum class Signing { acs3, rpc };

// SendSms as bytes for the line: POST, everything in the query, one connection.
std::string request_for(const Message& message, const Stamp& stamp, const Endpoint& endpoint, const Key& key,
                        Signing signing);

}  // namespace sms_aliyun

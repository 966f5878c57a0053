#pragma once

#include <string>
#include <variant>

#include "api/json.hpp"

namespace sms_aliyun {

using nrmm::api::Json;

// What SendSms is told about one message.
struct Message {
  std::string phone, template_code;
  Json parameters;  // name: text
};

// Why there is none: a short word for operators.
struct NoMessage {
  std::string reason;
};

// Chooses the template by the purpose of a code or the event of a notice, and fills its variables from the
// message. `settings` are the pack's, `payload` the outbox's.
std::variant<Message, NoMessage> message_of(const Json& settings, const Json& payload);

}  // namespace sms_aliyun

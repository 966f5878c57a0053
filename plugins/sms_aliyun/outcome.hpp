#pragma once

#include <string>

#include "api/channel.hpp"

namespace sms_aliyun {

using nrmm::api::Sent;

struct Answer {
  int status = 0;
  std::string body;
};

// What an answer says became of the message: its Code counts, whatever the status.
struct Verdict {
  Sent sent;
  std::string request_id{};  // for the gateway's support
  bool alert = false;        // no message of this deployment will get through until somebody acts
};

// `is_code`: a one-time code, for which another minute is worth waiting and another hour is not.
Verdict verdict_of(const Answer& answer, bool is_code);

}  // namespace sms_aliyun

#pragma once

#include <optional>
#include <stdexcept>
#include <string_view>

#include "outcome.hpp"

namespace sms_aliyun {

// What came is not HTTP, or too much of it.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The HTTP answer that the bytes hold, as soon as it is whole; what follows it is not looked at. `ended`: no
// more bytes will come.
std::optional<Answer> answer_in(std::string_view bytes, bool ended);

}  // namespace sms_aliyun

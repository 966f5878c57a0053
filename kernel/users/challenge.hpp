#pragma once

#include <cstdint>
#include <string>

namespace nrmm::users {

// A question that a person answers at a glance and a script must be written for: a sum in Chinese words. It
// is text, so whoever reads with ears or fingers has the same one. Why no picture: docs/decisions/0009.
struct Question {
  std::string text;
  std::string answer;  // digits
};

Question new_question();
// The same question for the same seed.
Question question_of(std::uint32_t seed);

std::string chinese_number(int value);  // 0 to 99

}  // namespace nrmm::users

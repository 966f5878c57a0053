#include "demo/sms_inbox.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace nrmm::demo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kAskPatience{90};  // longer than the minute between two codes
constexpr std::chrono::seconds kArrivalPatience{10};
constexpr std::chrono::milliseconds kLook{50};

}  // namespace

std::vector<std::string> SmsInbox::codes_of(const std::string& phone, const std::string& purpose) const {
  std::ifstream in(file_);
  std::vector<std::string> found;
  for (std::string line; std::getline(in, line);) {
    const Json sms = Json::parse(line, nullptr, false);
    if (sms.is_object() && sms.value("phone", "") == phone && sms.value("city", "") == city_ &&
        sms.value("purpose", "") == purpose)
      found.push_back(sms.value("code", ""));
  }
  return found;
}

void SmsInbox::ask_for(const std::string& phone, const std::string& purpose) {
  const auto give_up = Clock::now() + kAskPatience;
  for (;;) {
    const Answer answer = client_.post("sms-codes", {{"phone", phone}, {"purpose", purpose}}, "");
    if (answer.status == 202) return;
    if (answer.status != 429 || Clock::now() > give_up)
      throw std::runtime_error(city_ + ": the SMS code was answered " + std::to_string(answer.status));
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

std::string SmsInbox::code_for(const std::string& phone, const std::string& purpose) {
  const std::size_t before = codes_of(phone, purpose).size();
  ask_for(phone, purpose);
  const auto give_up = Clock::now() + kArrivalPatience;
  while (Clock::now() < give_up) {
    const auto codes = codes_of(phone, purpose);
    if (codes.size() > before) return codes.back();
    std::this_thread::sleep_for(kLook);
  }
  throw std::runtime_error(city_ + ": no SMS arrived in " + file_.string());
}

}  // namespace nrmm::demo

#include "outcome.hpp"

#include <algorithm>
#include <optional>

#include "api/json.hpp"

namespace sms_aliyun {
namespace {

using nrmm::api::Json;
using Outcome = Sent::Outcome;
using std::chrono::seconds;

struct Known {
  std::string_view code;
  Outcome outcome;
  bool alert = false;
};

// Codes that mean something else than "not this message, and not on another try". Where key or clock are
// wrong the message is not at fault, so it waits for the repair. A nonce is never ours twice: when it is
// known, this very call has arrived before, on a way that repeats calls, and may have been carried out.
constexpr Known kKnown[] = {
    {"OK", Outcome::sent},
    {"isv.BUSINESS_LIMIT_CONTROL", Outcome::later},
    {"isp.SYSTEM_ERROR", Outcome::later},
    {"ServiceUnavailable", Outcome::later},  // this and the next are of the gateway's front, not of SendSms
    {"InternalError", Outcome::unknown},
    {"SignatureNonceUsed", Outcome::unknown},
    {"SignatureDoesNotMatch", Outcome::later, true},
    {"InvalidTimeStamp.Expired", Outcome::later, true},
    {"isp.RAM_PERMISSION_DENY", Outcome::later, true},
    {"isv.DAY_LIMIT_CONTROL", Outcome::refused, true},
    {"isv.MONTH_LIMIT_CONTROL", Outcome::refused, true},
    {"isv.OUT_OF_SERVICE", Outcome::refused, true},
    {"isv.AMOUNT_NOT_ENOUGH", Outcome::refused, true},
    {"isv.SMS_SIGNATURE_ILLEGAL", Outcome::refused, true},
    {"isv.SMS_SIGN_ILLEGAL", Outcome::refused, true},
    {"isv.SIGN_STATE_ILLEGAL", Outcome::refused, true},
    {"isv.SMS_SIGNATURE_SCENE_ILLEGAL", Outcome::refused, true},
};

constexpr std::size_t kLongestCode = 80;

// Operators read it, so it must be a code and nothing else.
bool is_plain(const std::string& code) {
  return !code.empty() && code.size() <= kLongestCode && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

std::string text_in(const Json& body, const char* name) {
  const auto found = body.find(name);
  return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

// The gateway's limits are by minute, hour and day and it does not say which was met.
seconds window(bool is_code) { return is_code ? seconds(60) : seconds(3600); }

Known meaning_of(const std::string& code) {
  for (const Known& each : kKnown)
    if (each.code == code) return each;
  if (code == "Throttling" || code.starts_with("Throttling.")) return {code, Outcome::later};
  return {code, Outcome::refused};
}

// Without a code. 429 and 503 are said before anything is done, as is what is the caller's fault; another 5xx
// may come from a proxy that has passed the call on.
Sent by_status(int status) {
  const std::string reason = "HTTP " + std::to_string(status);
  if (status == 429 || status == 503) return Sent::later(reason);
  if (status >= 400 && status < 500) return Sent::refused(reason);
  return Sent::unknown(status / 100 == 2 ? "unreadable answer" : reason);
}

Sent by_code(const Known& known, const std::string& code, int status, bool is_code) {
  if (known.outcome == Outcome::sent)
    return status / 100 == 2 ? Sent::sent() : Sent::unknown("OK in HTTP " + std::to_string(status));
  Sent out{known.outcome, code};
  if (code == "isv.BUSINESS_LIMIT_CONTROL") out.pause = window(is_code);
  return out;
}

}  // namespace

Verdict verdict_of(const Answer& answer, bool is_code) {
  const Json body = Json::parse(answer.body, nullptr, false);
  const std::string code = body.is_object() ? text_in(body, "Code") : "";
  if (!is_plain(code)) return {by_status(answer.status)};
  const Known known = meaning_of(code);
  const std::string request_id = text_in(body, "RequestId");
  return {by_code(known, code, answer.status, is_code), is_plain(request_id) ? request_id : "", known.alert};
}

}  // namespace sms_aliyun

#include "users/sms_codes.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "storage/counters.hpp"
#include "users/limits.hpp"

namespace nrmm::users {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kPurposes[] = {"register", "sign_in",       "reset_password", "change_password",
                                          "bind",     "transfer_from", "transfer_to",    "agent_filing"};
constexpr int kDigits = 6;

bool six_digits(std::string_view text) {
  return text.size() == kDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool SmsCodes::known_purpose(std::string_view purpose) {
  return std::find(std::begin(kPurposes), std::end(kPurposes), purpose) != std::end(kPurposes);
}

bool SmsCodes::send(storage::Session& session, const cities::Pack& pack, const std::string& phone,
                    const std::string& purpose, const std::string& address) const {
  const std::string phone_mac = numbers_.phone_mac(session.city(), phone);
  demand(session, {"sms.minute.phone:" + phone_mac, 60s, limits_.per_phone_minute}, "sms.too_many");
  demand(session, {"sms.day.phone:" + phone_mac, 24h, limits_.per_phone_day}, "sms.too_many");
  const std::string code = random_digits(kDigits);
  insert_code(session, {phone_mac, purpose, code_mac(session.city(), phone_mac, purpose, code)},
              limits_.valid);
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(limits_.valid).count();
  const Json words = {{"code", code}, {"minutes", minutes}};
  const std::string text = pack.text("sms.code", words);
  outbox_.put(session, "sms",
              {{"phone", phone}, {"purpose", purpose}, {"code", code}, {"text", text}, {"words", words}});
  return count_for_all(session, address);
}

// What many share comes last: its rows stay locked until the transaction ends.
bool SmsCodes::count_for_all(storage::Session& session, const std::string& address) const {
  const std::string from = numbers_.mac(session.city(), "address", address);
  demand(session, {"sms.minute.address:" + from, 60s, limits_.per_address_minute}, "sms.too_many");
  demand(session, {"sms.hour.address:" + from, 1h, limits_.per_address_hour}, "sms.too_many");
  demand(session, {"sms.hour.city", 1h, limits_.per_city_hour}, "sms.too_many");
  return storage::counted(session, "sms.hour.city", 1h) == limits_.per_city_hour;
}

bool SmsCodes::verify(storage::Session& session, std::string_view phone, std::string_view purpose,
                      std::string_view code) const {
  return six_digits(code) && try_code(session, row_of(session, phone, purpose, code), limits_.tries);
}

bool SmsCodes::matches(storage::Session& session, std::string_view phone, std::string_view purpose,
                       std::string_view code) const {
  return six_digits(code) && try_code(session, row_of(session, phone, purpose, code), limits_.tries, false);
}

void SmsCodes::use_up(storage::Session& session, std::string_view phone, std::string_view purpose,
                      std::string_view code) const {
  use_up_code(session, row_of(session, phone, purpose, code));
}

bool SmsCodes::pending(storage::Session& session, std::string_view phone, std::string_view purpose) const {
  return live_code(session, numbers_.phone_mac(session.city(), phone), std::string(purpose), limits_.tries);
}

CodeRow SmsCodes::row_of(storage::Session& session, std::string_view phone, std::string_view purpose,
                         std::string_view code) const {
  const std::string phone_mac = numbers_.phone_mac(session.city(), phone);
  return {phone_mac, std::string(purpose), code_mac(session.city(), phone_mac, purpose, code)};
}

std::string SmsCodes::code_mac(std::string_view city, std::string_view phone_mac, std::string_view purpose,
                               std::string_view code) const {
  std::string value(phone_mac);
  value.append("/").append(purpose).append("/").append(code);
  return numbers_.mac(city, "sms_code", value);
}

std::string SmsCodes::required_code(const Json& body, const std::string& member) {
  const auto at = body.find(member);
  if (at == body.end() || !at->is_string() || !six_digits(at->get_ref<const std::string&>()))
    throw http::bad_request("request.type", member);
  return at->get<std::string>();
}

Problem SmsCodes::refused(const cities::Pack& pack, const std::string& field) {
  Problem problem(422, "sms.refused");
  Finding finding;
  finding.field = field;
  finding.code = "sms_code";
  finding.message = pack.text("sms.refused");
  problem.with(finding);
  problem.keep_writes = true;
  return problem;
}

}  // namespace nrmm::users

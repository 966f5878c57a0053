#include "users/challenges.hpp"

#include <chrono>

#include "base/problem.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "storage/counters.hpp"
#include "users/challenge.hpp"
#include "users/challenge_store.hpp"
#include "users/limits.hpp"

namespace nrmm::users {
namespace {

using namespace std::chrono_literals;

constexpr auto kValid = std::chrono::minutes(5);
constexpr int kQuestionsAMinute = 30;  // of one address

std::string text_in(const Json& given, const char* member) {
  const auto at = given.find(member);
  if (at == given.end() || !at->is_string()) throw http::bad_request("request.type", "challenge");
  return at->get<std::string>();
}

}  // namespace

// By what SmsCodes::send counts: messages that were sent, not questions.
bool Challenges::wanted(storage::Session& session, const Ask& ask) const {
  const std::string from = numbers_.mac(session.city(), "address", ask.address);
  const auto beyond = [&](const std::string& name, int free, std::chrono::seconds window) {
    return storage::counted(session, name, window) >= free;
  };
  return beyond("sms.day.phone:" + numbers_.phone_mac(session.city(), ask.phone), limits_.free_per_phone_day,
                24h) ||
         beyond("sms.hour.address:" + from, limits_.free_per_address_hour, 1h) ||
         beyond("sms.hour.city", limits_.free_per_city_hour, 1h);
}

std::string Challenges::asked_of(storage::Session& session, const Ask& ask) const {
  return numbers_.mac(session.city(), "challenge", ask.phone + "/" + ask.purpose + "/" + ask.address);
}

bool Challenges::answered(storage::Session& session, const Ask& ask, const Json& given) const {
  if (!given.is_object() || given.size() != 2) throw http::bad_request("request.type", "challenge");
  const std::string id = text_in(given, "id");
  const std::string answer = trim(to_half_width(text_in(given, "answer")));
  return is_id(id) && challenge_store::use(session, id, asked_of(session, ask),
                                           numbers_.mac(session.city(), "challenge", id + "/" + answer));
}

void Challenges::require(storage::Session& session, const Ask& ask, const std::optional<Json>& given) const {
  if (!wanted(session, ask)) return;
  if (given && answered(session, ask, *given)) return;
  const std::string from = numbers_.mac(session.city(), "address", ask.address);
  demand(session, {"challenge.minute.address:" + from, 60s, kQuestionsAMinute}, "sms.too_many",
         Refused::kept);  // a question that was answered stays used up
  const Question question = new_question();
  const std::string id = new_id();
  challenge_store::insert(session, id, asked_of(session, ask),
                          numbers_.mac(session.city(), "challenge", id + "/" + question.answer), kValid);
  Problem problem(429, "sms.challenge", {{"challenge", {{"id", id}, {"question", question.text}}}});
  problem.retry_after = 1;
  problem.keep_writes = true;
  throw problem;
}

}  // namespace nrmm::users

#include "http/problem_json.hpp"

#include "http/default_texts.hpp"

namespace nrmm::http {
namespace {

std::string text_of(const std::string& code, const Json& placeholders, const cities::Pack* pack, int status) {
  if (pack && pack->messages.contains(code)) return pack->text(code, placeholders);
  return default_text(code, status);
}

// What the person did wrong in one field. Findings of the city's rules come with their message.
std::string message_of(const Finding& finding, const cities::Pack* pack, int status) {
  if (!finding.message.empty()) return finding.message;
  const Json placeholders = {{"key", finding.field}, {"label", finding.field}};
  const std::string of_forms = "error." + finding.code;
  if (pack && pack->messages.contains(of_forms)) return pack->text(of_forms, placeholders);
  return text_of(finding.code, placeholders, pack, status);
}

// A client that is told to come back is told when, also where the code that refused did not say.
std::optional<int> retry_after(const Problem& problem) {
  constexpr int kAfterFailure = 2, kAfterTooMany = 60;
  if (problem.retry_after || (problem.status != 503 && problem.status != 429)) return problem.retry_after;
  return problem.status == 503 ? kAfterFailure : kAfterTooMany;
}

}  // namespace

Json problem_body(const Problem& problem, const cities::Pack* pack, const std::string& request_id) {
  Json body = problem.placeholders.is_object() ? problem.placeholders : Json::object();
  body["type"] = "urn:nrmm:problem:" + problem.code;
  body["title"] = problem.message.empty() ? text_of(problem.code, problem.placeholders, pack, problem.status)
                                          : problem.message;
  body["status"] = problem.status;
  body["code"] = problem.code;
  body["request_id"] = request_id;
  body["errors"] = Json::array();
  for (const Finding& finding : problem.errors) {
    body["errors"].push_back({{"field", finding.field},
                              {"code", finding.code},
                              {"message", message_of(finding, pack, problem.status)},
                              {"basis", finding.basis}});
  }
  return body;
}

Outgoing problem_answer(const Problem& problem, const cities::Pack* pack, const std::string& request_id) {
  Outgoing answer;
  answer.status = problem.status;
  answer.headers.set("Content-Type", std::string(kProblemType));
  if (problem.status == 401) answer.headers.set("WWW-Authenticate", "Bearer");
  if (const auto seconds = retry_after(problem)) answer.headers.set("Retry-After", std::to_string(*seconds));
  answer.body = dump_json(problem_body(problem, pack, request_id));
  return answer;
}

}  // namespace nrmm::http

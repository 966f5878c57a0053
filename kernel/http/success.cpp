#include "http/success.hpp"

#include "http/problem_json.hpp"

namespace nrmm::http {
namespace {

constexpr const char* kJson = "application/json; charset=utf-8";

}  // namespace

Outgoing success(Response&& response) {
  Outgoing answer;
  answer.status = response.status;
  for (auto& [name, value] : response.headers) answer.headers.set(name, std::move(value));
  if (!response.body.is_null()) {
    answer.body = dump_json(response.body);
  } else {
    answer.body = std::move(response.bytes);
  }
  if (!answer.body.empty()) answer.headers.set("Content-Type", response.content_type);
  return answer;
}

Outgoing replay(const Kept& kept) {
  Outgoing answer;
  answer.status = kept.status;
  if (!kept.etag.empty()) answer.headers.set("ETag", kept.etag);
  if (kept.body.is_null()) return answer;
  answer.body = dump_json(kept.body);
  answer.headers.set("Content-Type", kept.status < 400 ? kJson : std::string(kProblemType));
  return answer;
}

Kept to_keep(const Response& response) {
  Kept kept{response.status, response.body, ""};
  const auto etag = response.headers.find("ETag");
  if (etag != response.headers.end()) kept.etag = etag->second;
  for (const std::string& secret : response.secrets) {
    if (kept.body.is_object()) kept.body.erase(secret);
  }
  return kept;
}

void add_standing_headers(Outgoing& answer, const std::string& request_id) {
  answer.headers.set("X-Request-Id", request_id);
  answer.headers.set("X-Content-Type-Options", "nosniff");
  answer.headers.set("Content-Security-Policy",
                     "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  answer.headers.set("Referrer-Policy", "no-referrer");
  if (!answer.headers.find("Cache-Control")) answer.headers.set("Cache-Control", "no-store");
}

}  // namespace nrmm::http

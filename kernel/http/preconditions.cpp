#include "http/preconditions.hpp"

#include <algorithm>
#include <charconv>

#include "http/bad_request.hpp"

namespace nrmm::http {
namespace {

// The only value of a header that may be stated once; null where it is absent.
const std::string* single(const Headers& headers, std::string_view name) {
  if (headers.count(name) > 1) throw bad_request("request.malformed", std::string(name));
  return headers.find(name);
}

bool visible(char c) { return c > 0x20 && c < 0x7F; }

bool bearer_scheme(std::string_view value) {
  constexpr std::string_view kScheme = "bearer ";
  return value.size() > kScheme.size() &&
         std::equal(kScheme.begin(), kScheme.end(), value.begin(),
                    [](char want, char got) { return want == got || (want != ' ' && want - 0x20 == got); });
}

}  // namespace

std::int64_t required_version(const Headers& headers) {
  const std::string* value = single(headers, "If-Match");
  if (!value) throw Problem(428, "request.precondition_required");
  std::int64_t version = 0;
  const char* end = value->data() + value->size();
  const bool quoted = value->size() > 2 && value->front() == '"' && value->back() == '"';
  const auto [at, error] = std::from_chars(value->data() + 1, end, version);
  if (!quoted || error != std::errc() || at != end - 1 || version < 1)
    throw bad_request("request.malformed", "If-Match");
  return version;
}

std::string required_idempotency_key(const Headers& headers) {
  constexpr std::size_t kLongest = 128;
  const std::string* value = single(headers, "Idempotency-Key");
  if (!value) throw Problem(428, "request.idempotency_required");
  if (value->empty() || value->size() > kLongest || !std::all_of(value->begin(), value->end(), visible))
    throw bad_request("request.malformed", "Idempotency-Key");
  return *value;
}

std::optional<std::string> bearer_token(const Headers& headers) {
  constexpr std::size_t kLongest = 512;
  const std::string* value = single(headers, "Authorization");
  if (!value) return std::nullopt;
  const std::string token = bearer_scheme(*value) ? value->substr(7) : "";
  if (token.empty() || token.size() > kLongest || !std::all_of(token.begin(), token.end(), visible))
    throw Problem(401, "request.unauthenticated");
  return token;
}

}  // namespace nrmm::http

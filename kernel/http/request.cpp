#include "http/request.hpp"

#include <charconv>
#include <stdexcept>

namespace nrmm::http {

const std::string& Request::param(std::string_view name) const {
  const auto at = params.find(name);
  if (at == params.end()) throw std::logic_error("the path has no {" + std::string(name) + "}");
  return at->second;
}

std::optional<std::string> Request::query_maybe(std::string_view name) const {
  const auto at = query.find(name);
  if (at == query.end()) return std::nullopt;
  return at->second;
}

std::string Request::query_or(std::string_view name, std::string fallback) const {
  return query_maybe(name).value_or(std::move(fallback));
}

bool Request::query_flag(std::string_view name) const {
  const auto value = query_maybe(name);
  return value && *value != "false";
}

int Request::limit() const {
  constexpr int kDefault = 20;
  int value = kDefault;
  if (const auto text = query_maybe("limit"))
    std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::optional<std::string> Request::maybe_text(std::string_view member) const {
  const auto at = body.find(member);
  if (at == body.end() || !at->is_string()) return std::nullopt;
  return at->get<std::string>();
}

std::string Request::text(std::string_view member) const { return maybe_text(member).value_or(""); }

Response& Response::etag(std::int64_t version) {
  headers["ETag"] = '"' + std::to_string(version) + '"';
  return *this;
}

}  // namespace nrmm::http

#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"

// Inside, what is absent is an empty text; on the wire and in the database it is null.
namespace nrmm {

inline Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

// The member's text; empty where it is absent or no text.
inline std::string text_in(const Json& object, const std::string& member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// A text, or a list of them.
template <typename Value>
std::optional<Value> maybe(const Value& value) {
  return value.empty() ? std::nullopt : std::optional<Value>(value);
}

}  // namespace nrmm

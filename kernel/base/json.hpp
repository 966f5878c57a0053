#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace nrmm {

using Json = nlohmann::json;

// Why a text is not JSON as we take it. `path` names the value as fields would be named: answers.power_kw.
class JsonError : public std::runtime_error {
 public:
  enum class Kind { syntax, duplicate_key, number, text, depth };

  JsonError(Kind kind, std::string path, const std::string& what)
      : std::runtime_error(what), kind(kind), path(std::move(path)) {}

  Kind kind;
  std::string path;
};

// Strict: UTF-8 only, no duplicate keys, no NUL in texts, integers within ±2^53, finite numbers, at most 32
// levels. PostgreSQL text cannot hold NUL and clients cannot hold larger integers: what is accepted here is
// stored unchanged. Throws JsonError.
Json parse_json(std::string_view text);

// Compact text. Kept in one translation unit: instantiating the serializer everywhere doubles the build time.
std::string dump_json(const Json& value);

}  // namespace nrmm

#include <array>
#include <charconv>
#include <cmath>

#include "storage/database.hpp"

namespace nrmm::storage {

Param::Param(double value) {
  if (std::isnan(value)) {
    text_ = "NaN";
  } else if (std::isinf(value)) {
    text_ = value > 0 ? "Infinity" : "-Infinity";
  } else {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    text_ = std::string(buffer.data(), end);
  }
}

Param::Param(const Json& json) : text_(dump_json(json)) {}

Param::Param(const std::vector<std::string>& values) {
  std::string out = "{";
  for (const std::string& value : values) {
    out += out.size() > 1 ? ",\"" : "\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  text_ = out + "}";
}

}  // namespace nrmm::storage

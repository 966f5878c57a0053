#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace nrmm::api {

using Json = nlohmann::json;

// Compact text; what is not UTF-8 is replaced.
inline std::string text_of(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nrmm::api

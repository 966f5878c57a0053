#pragma once

#include <string>
#include <string_view>

#include "base/problem.hpp"
#include "cities/pack.hpp"
#include "http/message.hpp"

namespace nrmm::http {

// A refusal as RFC 9457 problem+json: {type, title, status, code, request_id, errors} and the problem's
// placeholders. Texts are the city's; without a city, or where it has none, the built-in ones.
Json problem_body(const Problem& problem, const cities::Pack* pack, const std::string& request_id);
Outgoing problem_answer(const Problem& problem, const cities::Pack* pack, const std::string& request_id);

inline constexpr std::string_view kProblemType = "application/problem+json; charset=utf-8";

}  // namespace nrmm::http

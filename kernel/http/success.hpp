#pragma once

#include <string>

#include "http/message.hpp"
#include "http/request.hpp"
#include "http/work.hpp"

namespace nrmm::http {

Outgoing success(Response&& response);
Outgoing replay(const Kept& kept);
Kept to_keep(const Response& response);  // without its secrets

// What stands on every answer: its request id, and what keeps a browser from guessing, framing or caching.
void add_standing_headers(Outgoing& answer, const std::string& request_id);

}  // namespace nrmm::http

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace nrmm::http {

// The head of a request and how its body is framed.
struct Head {
  std::string method;
  std::string target;
  bool keep_alive = true;
  bool chunked = false;
  std::uint64_t content_length = 0;
  bool expects_continue = false;
  Headers headers;
};

// Reads the text of a head, from the request line to the empty line. Poco's parser takes what two programs
// can understand in two ways (both lengths, two lengths, a negative one, folded lines, NUL: abuse-cases 3.3),
// so that is refused here, before anything acts on it. Throws Problem 400 request.malformed.
Head parse_head(std::string_view text);

}  // namespace nrmm::http

#pragma once

#include <cstdint>
#include <optional>
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

inline constexpr std::size_t kLongestHead = 32 * 1024;

// How much of what arrived is the head, of which `searched` bytes were looked at before; nothing when more
// must come. Throws the same Problem as soon as nothing that comes can mend it.
std::optional<std::size_t> head_size(std::string_view arrived, std::size_t& searched);

}  // namespace nrmm::http

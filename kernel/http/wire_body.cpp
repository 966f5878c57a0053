#include "http/wire_body.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include "base/problem.hpp"

namespace nrmm::http {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

WireBody::WireBody(Wire& wire, const Head& head, const Patience& patience, std::counting_semaphore<>& turns)
    : wire_(wire), head_(head), patience_(patience), turns_(turns), consumed_(empty()) {}

std::string WireBody::read(std::size_t limit) {
  if (consumed_) return "";
  if (head_.content_length > limit) throw Problem(413, "request.too_large");
  begin_ = std::chrono::steady_clock::now();
  const bool here = !head_.chunked && wire_.held().size() >= head_.content_length;
  if (here) return read_framed(limit);
  if (!turns_.try_acquire()) throw out_of_service("too many bodies are under way");
  const std::unique_ptr<std::counting_semaphore<>, void (*)(std::counting_semaphore<>*)> turn(
      &turns_, [](auto* turns) { turns->release(); });
  return read_framed(limit);
}

std::string WireBody::read_framed(std::size_t limit) {
  try {
    if (head_.expects_continue) wire_.send(kContinue);
    std::string body = head_.chunked ? read_chunks(limit) : read_fixed();
    consumed_ = true;
    return body;
  } catch (const ConnectionLost& lost) {
    throw Problem(lost.timed_out ? 408 : 400, lost.timed_out ? "request.timeout" : "request.malformed");
  }
}

std::string WireBody::read_fixed() {
  if (wire_.held().size() >= head_.content_length) return wire_.take(head_.content_length);
  std::string body;
  wire_.read_exactly(body, head_.content_length, patience_.deadline(begin_, head_.content_length));
  return body;
}

std::string WireBody::read_chunks(std::size_t limit) {
  std::string body;
  while (true) {
    const Deadline deadline = patience_.deadline(begin_, body.size());
    const std::size_t size = read_chunk_size(deadline);
    if (size > limit - body.size()) throw Problem(413, "request.too_large");
    wire_.read_exactly(body, size, deadline);
    if (wire_.read_until("\r\n", 2, deadline).empty()) throw Problem(400, "request.malformed");
    if (size == 0) return body;
  }
}

std::size_t WireBody::read_chunk_size(Deadline deadline) {
  constexpr std::size_t kLongest = 10;  // eight digits and the line's end
  const std::string line = wire_.read_until("\r\n", kLongest, deadline);
  std::size_t size = 0;
  const char* end = line.data() + line.size() - std::min<std::size_t>(2, line.size());
  const auto [at, error] = std::from_chars(line.data(), end, size, 16);
  if (error != std::errc() || at != end) throw Problem(400, "request.malformed");
  return size;
}

}  // namespace nrmm::http

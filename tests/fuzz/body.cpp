// A connection: heads with their bodies, one after another, as the wire brings them.
#include <Poco/Net/StreamSocketImpl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server.hpp"
#include "http/wire_body.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

constexpr std::size_t kLimit = 4096;
constexpr http::Patience kPatience{std::chrono::seconds(5)};

// A socket for which somebody exists.
struct Socket : Poco::Net::StreamSocket {
  explicit Socket(int file) : StreamSocket(new Poco::Net::StreamSocketImpl(file)) {}
};

// A body of known bytes framed anew, in two chunks.
std::string chunked(const std::string& body) {
  const std::string part = body.substr(0, body.size() / 2), rest = body.substr(body.size() / 2);
  std::string out;
  for (const std::string& each : {part, rest}) {
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", each.size());
    if (!each.empty()) out += size + each + "\r\n";
  }
  return out + "0\r\n\r\n";
}

struct Line {
  explicit Line(std::string_view bytes) {
    require(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "sockets");
    (void)!::write(ends[0], bytes.data(), bytes.size());
    ::shutdown(ends[0], SHUT_WR);
  }
  ~Line() { ::close(ends[0]); }
  int ends[2];
};

std::counting_semaphore<>& turns() {
  static std::counting_semaphore<> free(1);
  return free;
}

void require_same_in_chunks(const std::string& body) {
  const Line line(chunked(body));
  http::Wire wire{Socket(line.ends[1])};
  http::Head head;
  head.chunked = true;
  require(http::WireBody(wire, head, kPatience, turns()).read(kLimit) == body, "the same in chunks");
}

void run_connection(http::Wire& wire) {
  while (true) {
    wire.take_in(kLimit);
    std::size_t searched = 0;
    const auto size = http::head_size(wire.held(), searched);
    if (!size) return;
    const http::Head head = http::parse_head(wire.take(*size));
    http::WireBody body(wire, head, kPatience, turns());
    const std::string bytes = body.read(kLimit);
    require(bytes.size() <= kLimit && body.consumed(), "bounded, and all of it");
    require(head.chunked || bytes.size() == head.content_length, "the stated length");
    require_same_in_chunks(bytes);
  }
}

}  // namespace

void run(std::string_view input) {
  const Line line(input.substr(0, 64 * 1024));
  http::Wire wire{Socket(line.ends[1])};
  try {
    run_connection(wire);
  } catch (const Problem& problem) {
    require_refusal(problem);
    require(problem.status != 408, "no waiting for what cannot come");
  }
}

}  // namespace nrmm::fuzz

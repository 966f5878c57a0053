// Uploads: one part with its bytes as they were sent, or a refusal. The first line is the content type.
#include "http/multipart.hpp"

#include "http/strict_input.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

void require_same(const std::string& bytes) {
  const std::string boundary = "another-boundary";
  if (bytes.find("\r\n--" + boundary) != std::string::npos) return;
  std::string body = "--" + boundary +
                     "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n" + bytes +
                     "\r\n--" + boundary + "--\r\n";
  require(http::parse_single_part(boundary, std::move(body)).bytes == bytes, "the same bytes");
}

}  // namespace

void run(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  try {
    const std::string boundary = http::multipart_boundary(input.substr(0, end));
    require(!boundary.empty() && boundary.size() <= 70, "a boundary");
    std::string body(input.substr(std::min(end + 1, input.size())));
    const std::string sent = body;
    const http::Upload upload = http::parse_single_part(boundary, std::move(body));
    require(upload.field == "file", "the field");
    require(sent.find("\r\n\r\n" + upload.bytes + "\r\n--" + boundary + "--") != std::string::npos,
            "as sent");
    require_same(upload.bytes);
  } catch (const Problem& problem) {
    require_refusal(problem);
    require(problem.status == 400 && problem.errors.front().field == "file", "the field is named");
  }
}

}  // namespace nrmm::fuzz

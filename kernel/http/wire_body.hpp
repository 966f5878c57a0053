#pragma once

#include <chrono>
#include <string>

#include "http/head.hpp"
#include "http/message.hpp"
#include "http/wire.hpp"

namespace nrmm::http {

// The body behind a head on the wire, in fixed length or in chunks, read strictly: no extensions, no
// trailers.
class WireBody : public BodySource {
 public:
  WireBody(Wire& wire, const Head& head, std::chrono::milliseconds patience);

  bool empty() const override { return !head_.chunked && head_.content_length == 0; }
  std::string read(std::size_t limit) override;
  bool consumed() const { return consumed_; }  // the next request begins here

 private:
  std::string read_fixed(Deadline deadline);
  std::string read_chunks(std::size_t limit, Deadline deadline);
  std::size_t read_chunk_size(Deadline deadline);

  Wire& wire_;
  const Head& head_;
  std::chrono::milliseconds patience_;
  bool consumed_;
};

}  // namespace nrmm::http

#pragma once

#include <semaphore>
#include <string>

#include "http/head.hpp"
#include "http/message.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"

namespace nrmm::http {

// The body behind a head on the wire, in fixed length or in chunks, read strictly: no extensions, no
// trailers.
class WireBody : public BodySource {
 public:
  // `turns`: of the threads that may wait for bytes at once; where none is free, a body that is not there is
  // refused with 503, so that slow clients never have all threads (X038).
  WireBody(Wire& wire, const Head& head, const Patience& patience, std::counting_semaphore<>& turns);

  bool empty() const override { return !head_.chunked && head_.content_length == 0; }
  std::string read(std::size_t limit) override;
  bool consumed() const { return consumed_; }  // the next request begins here

 private:
  std::string read_framed(std::size_t limit);
  std::string read_fixed();
  std::string read_chunks(std::size_t limit);
  std::size_t read_chunk_size(Deadline deadline);

  Wire& wire_;
  const Head& head_;
  const Patience& patience_;
  std::counting_semaphore<>& turns_;
  Deadline begin_{};
  bool consumed_;
};

}  // namespace nrmm::http

#pragma once

#include <string>

#include "base/problem.hpp"
#include "http/request.hpp"
#include "http/route.hpp"
#include "http/work.hpp"

namespace nrmm::http {

// X104: a call that writes leaves a row in the audit record. For as long as it lives it watches one attempt.
class RecordDuty {
 public:
  explicit RecordDuty(const Route& route);
  // std::logic_error, so that nothing of the attempt is committed, when the handler recorded nothing.
  void require() const;

 private:
  const Route& route_;
  std::uint64_t before_;
};

// An attempt at what the caller may not do, or at what is none of his, is recorded by itself: action
// `request.refused`, with the call and the code. Does nothing for other refusals. In a transaction of its
// own.
void record_refusal(Work& work, const Route& route, const Request& request, const Problem& problem);

}  // namespace nrmm::http

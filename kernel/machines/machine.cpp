#include "machines/machine.hpp"

namespace nrmm::machines {

const char* state_in(workflows::Phase phase) {
  switch (phase) {
    case workflows::Phase::open:
      return "in_review";
    case workflows::Phase::returned:
      return "returned";
    case workflows::Phase::approved:
      return "approved";
    case workflows::Phase::refused:
      return "refused";
    case workflows::Phase::cancelled:
      break;
  }
  return "draft";
}

}  // namespace nrmm::machines

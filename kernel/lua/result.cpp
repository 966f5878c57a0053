#include "lua/result.hpp"

namespace nrmm::lua {

const char* name_of(Failure failure) {
  switch (failure) {
    case Failure::none:
      return "";
    case Failure::error:
      return "error";
    case Failure::budget:
      return "budget";
    case Failure::wait:
      return "wait";
    case Failure::manual:
      return "manual";
  }
  return "";
}

}  // namespace nrmm::lua

#include "base/problem.hpp"

namespace nrmm {

Json Finding::to_json() const {
  return {{"field", field}, {"code", code}, {"message", message}, {"basis", basis}, {"level", level}};
}

}  // namespace nrmm

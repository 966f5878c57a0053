#include "cities/pack_api.hpp"

namespace nrmm::cities {

std::optional<ApiFault> api_fault(std::int64_t stated, std::int64_t current) {
  if (stated == current) return std::nullopt;
  if (stated < 1) return ApiFault{"levels of the pack language count from 1", "write `api: 1`"};
  const std::string reads = "; this program reads api " + std::to_string(current);
  const std::string found = "the pack is of api " + std::to_string(stated) + reads;
  return ApiFault{found, stated < current ? "run `nrmm pack upgrade`" : "it needs a newer nrmm"};
}

}  // namespace nrmm::cities

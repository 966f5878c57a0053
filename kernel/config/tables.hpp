#pragma once

#include "yaml/schema.hpp"

namespace nrmm::config {

// The keys of nrmm.yaml. `other` values are of kind duration (500ms 3s 10m 12h 7d) or size (512 KiB, 1 MiB).
const yaml::Schema& schema();

}  // namespace nrmm::config

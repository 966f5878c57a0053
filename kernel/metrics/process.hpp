#pragma once

#include "metrics/text.hpp"

namespace nrmm::metrics {

// What every Prometheus client tells of its process, under the usual names.
void write_process(Text& text);

}  // namespace nrmm::metrics

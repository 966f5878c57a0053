#pragma once

#include <string_view>

namespace nrmm::embedded {

// A file of the source tree compiled into the program (see nrmm_concept's EMBED), so that one binary deploys
// alone.
struct File {
  std::string_view name;  // "storage/migrations/0001_base.sql"
  std::string_view text;
};

}  // namespace nrmm::embedded

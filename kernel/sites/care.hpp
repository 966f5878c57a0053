#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sites/site.hpp"
#include "workflows/call.hpp"

namespace nrmm::sites {

// Which sites an officer looks after: those of his districts; one who is a department's or a township's
// officer and nothing more, only those that name his own.
struct Care {
  std::optional<std::vector<std::string>> districts;    // none: the whole city
  std::optional<std::vector<std::string>> departments;  // none: whatever department
  std::optional<std::string> township;                  // none: whatever township

  bool covers(const Site& site) const;
};

Care care_of(const workflows::Call& call);

}  // namespace nrmm::sites

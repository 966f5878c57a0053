#pragma once

#include <string>

namespace nrmm {

// A place in a text that a person wrote. `line` and `column` count from 1; 0 means "the file as a whole".
struct Source {
  std::string file;  // path as the author knows it, e.g. cities/<city>/policies.yaml
  int line = 0;
  int column = 0;

  std::string str() const;  // file:line:column, without the parts that are 0
  auto operator<=>(const Source&) const = default;
};

}  // namespace nrmm

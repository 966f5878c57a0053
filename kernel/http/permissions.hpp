#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.hpp"
#include "http/request.hpp"

namespace nrmm::http {

// Who may make which call: permissions.yaml, one line per route, everything else denied. Roles are the
// kernel's own words, besides `anyone` (also strangers), `signed_in` (every account) and `plugin_role` (an
// officer with a role that a plugin of his city adds). Lines of plugins' own calls name such roles
// themselves.
class Permissions {
 public:
  using Line = std::map<std::string, Reach, std::less<>>;

  // Throws std::runtime_error naming file:line:column of everything wrong.
  static Permissions parse(std::string_view text, const std::string& file);
  static Permissions built_in();  // of kernel/http/permissions.yaml

  // Adds to the call's line; std::logic_error for what is no reach.
  void allow(const std::string& call, const std::string& who, std::string_view reach);

  // `call` is "<METHOD> <path>" as routes state it.
  const Line* line(std::string_view call) const;
  Reach reach(std::string_view call, const Actor& actor) const;
  std::vector<std::string> calls() const;

 private:
  std::map<std::string, Line, std::less<>> lines_;
};

const char* name_of(Reach reach);

}  // namespace nrmm::http

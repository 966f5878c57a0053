#include <set>
#include <string>

#include "lua/binding.hpp"

namespace nrmm::lua {
namespace {

std::string fields_of(std::string_view library) {
  std::string fields;
  for (const Binding& binding : bindings())
    if (binding.library == library)
      fields += (fields.empty() ? "\"" : ", \"") + std::string(binding.name) + "\"";
  return fields;
}

}  // namespace

std::string luacheckrc() {
  std::string text =
      "-- Made from the binding table in kernel/lua; a sandbox test says when it is out of date.\n"
      "stds.rules = {\n  read_globals = {\n    " +
      fields_of("") + ",\n";
  std::set<std::string_view> done{""};
  for (const Binding& binding : bindings())
    if (done.insert(binding.library).second)
      text +=
          "    " + std::string(binding.library) + " = { fields = { " + fields_of(binding.library) + " } },\n";
  return text +
         "  },\n}\n"
         "std = \"rules\"\n"
         "max_line_length = false\n"
         "ignore = { \"211/parent\" }  -- a file may take its parent without calling it\n";
}

}  // namespace nrmm::lua

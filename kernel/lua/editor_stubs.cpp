#include <set>
#include <string>

#include "lua/binding.hpp"

namespace nrmm::lua {
namespace {

std::string full_name(const Binding& binding) {
  return (binding.library.empty() ? "" : std::string(binding.library) + ".") + std::string(binding.name);
}

// "text, pattern" of "text.match(text, pattern) -> text or nil".
std::string parameters_of(const Binding& binding) {
  const std::string_view signature = binding.signature;
  const std::size_t open = signature.find('('), close = signature.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos) return "";
  return std::string(signature.substr(open + 1, close - open - 1));
}

// A Lua keyword cannot name a parameter.
std::string callable(std::string parameters) {
  static const std::set<std::string, std::less<>> kKeywords = {"function", "end", "repeat", "until", "not"};
  for (const std::string& word : kKeywords)
    if (parameters == word) parameters += "_";
  return parameters;
}

std::string type_of(std::string_view word) {
  if (word == "text") return "string";
  if (word == "number") return "number";
  if (word == "table") return "table";
  if (word == "nil") return "nil";
  return "any";
}

// "string|nil" of "… -> text or nil".
std::string returned_by(const Binding& binding) {
  const std::size_t arrow = binding.signature.find("-> ");
  if (arrow == std::string_view::npos) return "";
  const std::string_view results = binding.signature.substr(arrow + 3);
  if (results.find(',') != std::string_view::npos || results == "values") return "any ...";
  const std::size_t either = results.find(" or ");
  if (either == std::string_view::npos) return type_of(results);
  return type_of(results.substr(0, either)) + "|" + type_of(results.substr(either + 4));
}

std::string stub_of(const Binding& binding) {
  std::string out = "\n---" + std::string(binding.doc) + "\n";
  if (!binding.is_function()) return out + full_name(binding) + " = 0\n";
  if (const std::string returned = returned_by(binding); !returned.empty())
    out += "---@return " + returned + "\n";
  return out + "function " + full_name(binding) + "(" + callable(parameters_of(binding)) + ") end\n";
}

}  // namespace

std::string editor_stubs() {
  std::string out =
      "---@meta\n\n-- What rules may use, for editors that read LuaCATS. Made from the binding table in "
      "kernel/lua; a test says when\n-- it is out of date.\n";
  std::set<std::string_view> libraries;
  for (const Binding& binding : bindings()) {
    if (!binding.library.empty() && libraries.insert(binding.library).second)
      out += "\n" + std::string(binding.library) + " = {}\n";
    out += stub_of(binding);
  }
  return out;
}

}  // namespace nrmm::lua

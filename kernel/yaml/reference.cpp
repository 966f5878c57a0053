#include "yaml/reference.hpp"

namespace nrmm::yaml {
namespace {

std::string of_kind(std::string what, const Key& key) {
  if (key.kind.empty()) return what;
  std::string kind(key.kind);
  for (char& c : kind)
    if (c == '_') c = ' ';
  return what.empty() ? kind : what + ": " + kind;
}

}  // namespace

std::string table_cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += (c == '|' || c == '<' ? "\\" : "") + std::string(1, c);
  return out;
}

std::string value_of(const Key& key) {
  switch (key.type) {
    case Type::flag:
      return "true or false";
    case Type::integer:
      return "integer";
    case Type::number:
      return "number";
    case Type::text:
      return of_kind("text", key);
    case Type::date:
      return "date";
    case Type::choice:
      return "one of " + std::string(key.options);
    case Type::texts:
      return of_kind("list", key);
    case Type::text_or_texts:
      return of_kind("text or list", key);
    case Type::other:
      return of_kind("", key);
    case Type::object:
      return std::string(key.of->what);
    case Type::list:
      return "list of: " + std::string(key.of->what);
    case Type::named:
      return "{name: " + std::string(key.of->what) + "}";
    case Type::named_values:
      return of_kind("{name: value}", key);
  }
  return {};
}

}  // namespace nrmm::yaml

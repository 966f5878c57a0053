#include "storage/conninfo.hpp"

#include <memory>
#include <stdexcept>

#include <libpq-fe.h>

namespace nrmm::storage {

std::map<std::string, std::string> parse_conninfo(const std::string& dsn) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(dsn.c_str(), &error), &PQconninfoFree);
  if (error) PQfreemem(error);
  if (!options)
    throw std::runtime_error("the database's connection string is not one that libpq understands");
  std::map<std::string, std::string> parts;
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option)
    if (option->val) parts[option->keyword] = option->val;
  return parts;
}

std::string format_conninfo(const std::map<std::string, std::string>& parts) {
  std::string out;
  for (const auto& [keyword, value] : parts) {
    out += out.empty() ? "" : " ";
    out += keyword + "='";
    for (const char c : value) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    out += '\'';
  }
  return out;
}

}  // namespace nrmm::storage

#include "storage/conninfo.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <libpq-fe.h>

namespace nrmm::storage {
namespace {

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out{""};
  for (const char c : list) {
    if (c == ',')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

}  // namespace

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

std::vector<std::string> each_host(const std::string& dsn) {
  const auto parts = parse_conninfo(dsn);
  std::map<std::string, std::vector<std::string>> lists;
  for (const char* keyword : {"host", "hostaddr", "port"})
    if (const auto found = parts.find(keyword); found != parts.end()) lists[keyword] = split(found->second);
  const std::size_t count = std::max(lists["host"].size(), lists["hostaddr"].size());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    auto one = parts;
    for (const auto& [keyword, values] : lists)
      if (!values.empty()) one[keyword] = values[std::min(i, values.size() - 1)];
    out.push_back(format_conninfo(one));
  }
  return out.empty() ? std::vector{dsn} : out;
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

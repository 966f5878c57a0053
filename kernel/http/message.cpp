#include "http/message.hpp"

#include <algorithm>

namespace nrmm::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(all_, [&](const auto& entry) { return same_name(entry.first, name); });
  all_.emplace_back(name, std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  const auto at =
      std::find_if(all_.begin(), all_.end(), [&](const auto& entry) { return same_name(entry.first, name); });
  return at == all_.end() ? nullptr : &at->second;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      all_.begin(), all_.end(), [&](const auto& entry) { return same_name(entry.first, name); }));
}

}  // namespace nrmm::http

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "yaml/schema.hpp"

namespace nrmm::config {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
std::optional<std::size_t> parse_size(std::string_view text);

// Values of one section: what the file states, else what the table says. Bounds are checked here because a
// zero that passes as a number stops a server as surely as a misspelt key.
class Section {
 public:
  // `node` null: the file does not have the section.
  Section(const yaml::Node* node, const yaml::Schema& schema, Diagnostics& diagnostics)
      : node_(node), schema_(schema), diagnostics_(diagnostics) {}

  Section section(std::string_view name) const;
  std::vector<Section> sections(std::string_view name) const;  // of a list

  bool flag(std::string_view name) const;
  int count(std::string_view name, int least = 1, int most = 1'000'000'000) const;
  std::string text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  std::optional<Date> date(std::string_view name) const;
  std::string bytes(std::string_view name, std::size_t size) const;  // from base64url
  std::chrono::milliseconds duration(std::string_view name) const;
  std::size_t size(std::string_view name) const;
  int loopback_port(std::string_view name) const;  // of `127.0.0.1:<port>`; 0 of an empty text

 private:
  const yaml::Node* stated(std::string_view name) const;  // null: not, or with the wrong type
  std::string default_of(std::string_view name) const;
  std::string scalar(std::string_view name) const;
  void refuse(std::string_view name, const std::string& wanted) const;

  const yaml::Node* node_;
  const yaml::Schema& schema_;
  Diagnostics& diagnostics_;
};

}  // namespace nrmm::config

#include "cities/node_values.hpp"

#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

const yaml::Node kNothing;

const yaml::Node& at(const yaml::Node& body, std::string_view key) {
  const yaml::Node* found = body.find(key);
  return found ? *found : kNothing;
}

}  // namespace

std::string text_at(const yaml::Node& body, std::string_view key) { return at(body, key).text; }

std::vector<std::string> texts_at(const yaml::Node& body, std::string_view key) {
  const yaml::Node& value = at(body, key);
  if (value.is_scalar()) return {value.text};
  std::vector<std::string> out;
  for (const yaml::Node& item : value.items) out.push_back(item.text);
  return out;
}

bool flag_at(const yaml::Node& body, std::string_view key) { return at(body, key).is_plain("true"); }

std::optional<double> number_at(const yaml::Node& body, std::string_view key) {
  Diagnostics told_before;
  const yaml::Node& value = at(body, key);
  return value.is_scalar() ? yaml::as_number(value, told_before) : std::nullopt;
}

std::optional<Date> date_at(const yaml::Node& body, std::string_view key) {
  return Date::parse(at(body, key).text);
}

const yaml::Node& mapping_at(const yaml::Node& body, std::string_view key) { return at(body, key); }

Source source_of(const yaml::Node& body, std::string_view key) {
  const yaml::Node* found = body.find(key);
  return found ? found->source : body.source;
}

}  // namespace nrmm::cities

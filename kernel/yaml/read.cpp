#include "yaml/read.hpp"

#include <charconv>
#include <cmath>

namespace nrmm::yaml {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

std::nullopt_t refuse(const Node& node, const char* wanted, Diagnostics& diagnostics, std::string hint = {}) {
  diagnostics.error(node.source, "P002", "expected " + std::string(wanted) + ", found " + describe(node),
                    std::move(hint));
  return std::nullopt;
}

// Digits without leading zeros (no octal), at most 15 of them.
std::optional<std::int64_t> integer(const Node& node) {
  if (!node.is_scalar() || node.quoted || node.text.starts_with('+')) return std::nullopt;
  const std::string_view digits = without_sign(node.text);
  if (!all_digits(digits) || digits.size() > 15 || (digits.size() > 1 && digits[0] == '0'))
    return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  return value;
}

std::optional<double> number(const Node& node) {
  if (const auto whole = integer(node)) return static_cast<double>(*whole);
  if (!node.is_scalar() || node.quoted) return std::nullopt;
  const std::string_view text = without_sign(node.text);
  const auto point = text.find('.');
  if (point == std::string_view::npos || !all_digits(text.substr(0, point)) ||
      !all_digits(text.substr(point + 1)) || (text[0] == '0' && point > 1) || node.text[0] == '+') {
    return std::nullopt;
  }
  double value = 0;
  std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

bool is_flag(const Node& node) { return node.is_plain("true") || node.is_plain("false"); }

}  // namespace

bool looks_like_number(std::string_view plain) {
  const std::string_view text = without_sign(plain);
  if (text.empty() || text[0] < '0' || text[0] > '9') return false;
  if (text.size() > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'o' || text[1] == 'b')) return true;
  const auto exponent = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent);
  if (mantissa.find_first_not_of("0123456789._") != std::string_view::npos) return false;
  if (mantissa.find('.') != mantissa.rfind('.')) return false;
  return exponent == std::string_view::npos || all_digits(without_sign(text.substr(exponent + 1)));
}

std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
    case Node::Kind::scalar:
      break;
  }
  if (!node.quoted && looks_like_number(node.text)) return "the number " + node.text;
  if (is_flag(node)) return "the flag " + node.text;
  return "the text `" + node.text.substr(0, 60) + "`";
}

std::optional<bool> as_flag(const Node& node, Diagnostics& diagnostics) {
  if (is_flag(node)) return node.text == "true";
  return refuse(node, "true or false", diagnostics);
}

std::optional<std::int64_t> as_integer(const Node& node, Diagnostics& diagnostics) {
  if (const auto value = integer(node)) return value;
  return refuse(node, "an integer", diagnostics);
}

std::optional<double> as_number(const Node& node, Diagnostics& diagnostics) {
  if (const auto value = number(node)) return value;
  return refuse(node, "a number", diagnostics);
}

std::optional<Date> as_date(const Node& node, Diagnostics& diagnostics) {
  if (node.is_scalar()) {
    if (const auto value = Date::parse(node.text)) return value;
  }
  return refuse(node, "a date as YYYY-MM-DD", diagnostics);
}

std::optional<std::string> as_text(const Node& node, Diagnostics& diagnostics) {
  if (!node.is_scalar()) return refuse(node, "a text", diagnostics);
  if (node.quoted) return node.text;
  if (is_flag(node) || looks_like_number(node.text))
    return refuse(node, "a text", diagnostics, "quote it: \"" + node.text + "\"");
  return node.text;
}

std::optional<std::vector<std::string>> as_texts(const Node& node, Diagnostics& diagnostics) {
  if (!node.is_sequence()) return refuse(node, "a list of texts", diagnostics);
  std::vector<std::string> out;
  bool good = true;
  for (const Node& item : node.items) {
    if (auto value = as_text(item, diagnostics)) {
      out.push_back(std::move(*value));
    } else {
      good = false;
    }
  }
  return good ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::vector<std::string>> as_text_or_texts(const Node& node, Diagnostics& diagnostics) {
  if (node.is_sequence()) return as_texts(node, diagnostics);
  auto value = as_text(node, diagnostics);
  if (!value) return std::nullopt;
  return std::vector{std::move(*value)};
}

Json to_json(const Node& node) {
  if (node.kind == Node::Kind::null) return nullptr;
  if (node.is_mapping()) {
    Json out = Json::object();
    for (const Entry& entry : node.entries) out[entry.key] = to_json(entry.value);
    return out;
  }
  if (node.is_sequence()) {
    Json out = Json::array();
    for (const Node& item : node.items) out.push_back(to_json(item));
    return out;
  }
  if (is_flag(node)) return node.text == "true";
  if (const auto whole = integer(node)) return *whole;
  if (const auto value = number(node)) return *value;
  return node.text;
}

}  // namespace nrmm::yaml

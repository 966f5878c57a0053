#include "config/section.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digest.hpp"

namespace nrmm::config {
namespace {

struct Measure {
  std::int64_t count = 0;
  std::string_view unit;
};

std::optional<Measure> measure(std::string_view text) {
  Measure out;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.count);
  if (error != std::errc() || out.count < 0 || out.count > 1'000'000'000) return std::nullopt;
  out.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (out.unit.starts_with(' ')) out.unit.remove_prefix(1);
  return out;
}

template <std::size_t Count>
std::optional<std::int64_t> scaled(std::string_view text,
                                   const std::pair<std::string_view, std::int64_t> (&units)[Count]) {
  const auto parsed = measure(text);
  if (!parsed) return std::nullopt;
  for (const auto& [name, factor] : units)
    if (name == parsed->unit) return parsed->count * factor;
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  const auto value = scaled(text, kUnits);
  return value ? std::optional(std::chrono::milliseconds(*value)) : std::nullopt;
}

std::optional<std::size_t> parse_size(std::string_view text) {
  static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};
  const auto value = scaled(text, kUnits);
  return value ? std::optional(static_cast<std::size_t>(*value)) : std::nullopt;
}

const yaml::Node* Section::stated(std::string_view name) const {
  const yaml::Node* found = node_ ? node_->find(name) : nullptr;
  return found && found->kind != yaml::Node::Kind::null ? found : nullptr;
}

std::string Section::default_of(std::string_view name) const {
  return std::string(schema_.key(name)->default_value);
}

std::string Section::scalar(std::string_view name) const {
  const yaml::Node* found = stated(name);
  return found ? found->text : default_of(name);
}

void Section::refuse(std::string_view name, const std::string& wanted) const {
  const std::string fallback = default_of(name);
  diagnostics_.error(stated(name)->source, "P002", "`" + std::string(name) + "` is " + wanted,
                     fallback.empty() ? std::string(schema_.key(name)->description) : "default: " + fallback);
}

Section Section::section(std::string_view name) const {
  return {stated(name), *schema_.key(name)->of, diagnostics_};
}

std::vector<Section> Section::sections(std::string_view name) const {
  std::vector<Section> out;
  const yaml::Node* found = stated(name);
  if (!found) return out;
  for (const yaml::Node& item : found->items) out.emplace_back(&item, *schema_.key(name)->of, diagnostics_);
  return out;
}

bool Section::flag(std::string_view name) const { return scalar(name) == "true"; }
std::string Section::text(std::string_view name) const { return scalar(name); }

int Section::count(std::string_view name, int least, int most) const {
  const std::string text = scalar(name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value >= least && value <= most) return static_cast<int>(value);
  refuse(name, "between " + std::to_string(least) + " and " + std::to_string(most));
  return least;
}

std::vector<std::string> Section::texts(std::string_view name) const {
  std::vector<std::string> out;
  const yaml::Node* found = stated(name);
  if (!found) return out;
  for (const yaml::Node& item : found->items) out.push_back(item.text);
  return out;
}

std::optional<Date> Section::date(std::string_view name) const { return Date::parse(scalar(name)); }

std::string Section::bytes(std::string_view name, std::size_t size) const {
  const auto decoded = from_base64url(scalar(name));
  if (decoded && decoded->size() == size) return *decoded;
  if (stated(name)) refuse(name, std::to_string(size) + " bytes as base64url");
  return {};
}

std::chrono::milliseconds Section::duration(std::string_view name) const {
  if (const auto value = parse_duration(scalar(name)); value && value->count() > 0) return *value;
  refuse(name, "a time with its unit: 500ms, 3s, 10m, 12h or 7d");
  return {};
}

int Section::loopback_port(std::string_view name) const {
  const std::string text = scalar(name);
  if (text.empty()) return 0;
  const std::size_t colon = std::min(text.rfind(':'), text.size());
  const std::string host = text.substr(0, colon);
  int port = 0;
  const char* const end = text.data() + text.size();
  const bool whole = colon < text.size() && std::from_chars(text.data() + colon + 1, end, port).ptr == end;
  if (whole && port >= 1 && port <= 65535 && (host == "127.0.0.1" || host == "localhost")) return port;
  refuse(name, "127.0.0.1:<port>; others reach it through what stands in front");
  return 0;
}

std::size_t Section::size(std::string_view name) const {
  if (const auto value = parse_size(scalar(name)); value && *value > 0) return *value;
  refuse(name, "a size with its unit: 512 KiB, 1 MiB");
  return 0;
}

}  // namespace nrmm::config

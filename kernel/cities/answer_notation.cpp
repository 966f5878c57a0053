#include "cities/answer_notation.hpp"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace nrmm::cities {
namespace {

const std::map<std::string, Json, std::less<>>& words() {
  static const std::map<std::string, Json, std::less<>> kWords = {
      {"text", {{"type", "string"}}},
      {"integer", {{"type", "integer"}}},
      {"count", {{"type", "integer"}, {"minimum", 0}}},
      {"number", {{"type", "number"}}},
      {"flag", {{"type", "boolean"}}},
      {"object", {{"type", "object"}}},
      {"any", Json::object()},
      {"null", {{"type", "null"}}},
      {"id", {{"type", "string"}, {"pattern", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}}},
      {"date", {{"type", "string"}, {"format", "date"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}},
      {"time",
       {{"type", "string"},
        {"format", "date-time"},
        {"pattern",
         "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?[+-][0-9]{2}:[0-9]{2}$"}}},
  };
  return kWords;
}

Json array_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

Json closed(Json properties, Json required) {
  Json out = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

// The text after the prefix, where it begins so.
std::optional<std::string> after(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return std::string(text.substr(prefix.size()));
}

std::vector<std::string> alternatives(std::string_view text) {
  constexpr std::string_view kOr = " or ";
  std::vector<std::string> out;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(kOr, at);
    out.emplace_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return out;
    at = end + kOr.size();
  }
}

class Notation {
 public:
  Notation(const std::set<std::string>& names, Diagnostics& diagnostics)
      : names_(names), diagnostics_(diagnostics) {}

  Json of(const yaml::Node& node) const {
    if (node.is_mapping()) return object(node);
    if (node.is_sequence() && node.items.size() == 1) return array_of(of(node.items.front()));
    if (node.is_scalar()) return text(node, node.text);
    return refuse(node, yaml_kind(node));
  }

 private:
  static const char* yaml_kind(const yaml::Node& node) {
    return node.is_sequence() ? "a list of several" : "nothing";
  }

  Json refuse(const yaml::Node& node, const std::string& what) const {
    diagnostics_.error(node.source, "H010", "`" + what + "` says no answer",
                       "a word of cities/answer_notation.hpp, or a schema of kernel/http/contract");
    return Json::object();
  }

  Json object(const yaml::Node& node) const {
    Json properties = Json::object(), required = Json::array();
    for (const yaml::Entry& entry : node.entries) {
      const bool optional = entry.key.ends_with('?');
      const std::string name = optional ? entry.key.substr(0, entry.key.size() - 1) : entry.key;
      if (!optional) required.push_back(name);
      properties[name] = of(entry.value);
    }
    return closed(std::move(properties), std::move(required));
  }

  Json text(const yaml::Node& node, const std::string& said) const {
    const auto parts = alternatives(said);
    if (parts.size() == 1) return single(node, said);
    Json any = Json::array();
    for (const std::string& part : parts) any.push_back(single(node, part));
    if (parts.size() == 2 && parts[1] == "null" && any[0].contains("type")) return nullable(any[0]);
    return {{"anyOf", std::move(any)}};
  }

  static Json nullable(Json schema) {
    schema["type"] = Json::array({schema["type"], "null"});
    if (schema.contains("enum")) schema["enum"].push_back(nullptr);
    return schema;
  }

  Json single(const yaml::Node& node, const std::string& said) const {
    if (const auto known = words().find(said); known != words().end()) return known->second;
    if (names_.contains(said)) return {{"$ref", "#/components/schemas/" + said}};
    if (const auto items = after("page of ", said)) {
      const Json next = {{"type", {"string", "null"}}, {"description", "`cursor` of the next page"}};
      return closed({{"items", array_of(single(node, *items))}, {"next", next}}, {"items", "next"});
    }
    if (const auto values = after("map of ", said))
      return {{"type", "object"}, {"additionalProperties", single(node, *values)}};
    if (const auto texts = after("one of ", said)) return {{"type", "string"}, {"enum", split(*texts, ' ')}};
    return refuse(node, said);
  }

  const std::set<std::string>& names_;
  Diagnostics& diagnostics_;
};

}  // namespace

Json noted_schema(const yaml::Node& node, const std::set<std::string>& names, Diagnostics& diagnostics) {
  return Notation(names, diagnostics).of(node);
}

}  // namespace nrmm::cities

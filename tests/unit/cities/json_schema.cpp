#include "json_schema.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>

#include <re2/re2.h>

#include "base/date.hpp"
#include "base/text.hpp"

namespace nrmm::cities::sample {
namespace {

class Validator {
 public:
  explicit Validator(const Json& root) : root_(root) {}

  bool fits(const Json& schema, const Json& value) const {
    if (schema.is_boolean()) return schema.get<bool>();
    for (const auto& [keyword, wanted] : schema.items()) {
      if (!keeps(keyword, wanted, schema, value)) return false;
    }
    return true;
  }

 private:
  using Rule = std::function<bool(const Json& wanted, const Json& schema, const Json& value)>;

  bool keeps(const std::string& keyword, const Json& wanted, const Json& schema, const Json& value) const {
    static const std::set<std::string> kSilent{"$schema", "$defs", "title", "then"};
    if (kSilent.count(keyword) > 0) return true;
    const auto rule = rules_.find(keyword);
    if (rule == rules_.end()) throw std::logic_error("keyword " + keyword);
    return rule->second(wanted, schema, value);
  }

  static bool of_type(const std::string& type, const Json& value) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == value.type_name();
  }

  bool every(const Json& parts, const Json& value) const {
    return std::all_of(parts.begin(), parts.end(), [&](const Json& part) { return fits(part, value); });
  }
  bool some(const Json& parts, const Json& value) const {
    return std::any_of(parts.begin(), parts.end(), [&](const Json& part) { return fits(part, value); });
  }

  static bool distinct(const Json& list) {
    for (auto one = list.begin(); one != list.end(); ++one) {
      if (std::find(std::next(one), list.end(), *one) != list.end()) return false;
    }
    return true;
  }

  bool members(const Json& wanted, const Json& value) const {
    return std::all_of(wanted.items().begin(), wanted.items().end(), [&](const auto& member) {
      return !value.contains(member.key()) || fits(member.value(), value[member.key()]);
    });
  }

  static bool closed(const Json& schema, const Json& value) {
    return std::all_of(value.items().begin(), value.items().end(),
                       [&](const auto& member) { return schema["properties"].contains(member.key()); });
  }

  const Json& root_;
  const std::map<std::string, Rule> rules_{
      {"$ref",
       [this](auto& wanted, auto&, auto& value) {
         return fits(root_["$defs"][wanted.template get<std::string>().substr(8)], value);
       }},
      {"type",
       [](auto& wanted, auto&, auto& value) {
         if (wanted.is_string()) return of_type(wanted, value);
         return std::any_of(wanted.begin(), wanted.end(), [&](auto& type) { return of_type(type, value); });
       }},
      {"enum", [](auto& wanted, auto&,
                  auto& value) { return std::find(wanted.begin(), wanted.end(), value) != wanted.end(); }},
      {"const", [](auto& wanted, auto&, auto& value) { return wanted == value; }},
      {"allOf", [this](auto& wanted, auto&, auto& value) { return every(wanted, value); }},
      {"anyOf", [this](auto& wanted, auto&, auto& value) { return some(wanted, value); }},
      {"not", [this](auto& wanted, auto&, auto& value) { return !fits(wanted, value); }},
      {"if", [this](auto& wanted, auto& schema,
                    auto& value) { return !fits(wanted, value) || fits(schema["then"], value); }},
      {"required",
       [](auto& wanted, auto&, auto& value) {
         return std::all_of(wanted.begin(), wanted.end(),
                            [&](auto& name) { return value.contains(name.template get<std::string>()); });
       }},
      {"properties", [this](auto& wanted, auto&, auto& value) { return members(wanted, value); }},
      {"additionalProperties", [](auto&, auto& schema, auto& value) { return closed(schema, value); }},
      {"items",
       [this](auto& wanted, auto&, auto& value) {
         return !value.is_array() ||
                std::all_of(value.begin(), value.end(), [&](auto& item) { return fits(wanted, item); });
       }},
      {"contains",
       [this](auto& wanted, auto&, auto& value) {
         return !value.is_array() ||
                std::any_of(value.begin(), value.end(), [&](auto& item) { return fits(wanted, item); });
       }},
      {"uniqueItems", [](auto&, auto&, auto& value) { return !value.is_array() || distinct(value); }},
      {"minItems",
       [](auto& wanted, auto&, auto& value) { return !value.is_array() || value.size() >= wanted; }},
      {"maxItems",
       [](auto& wanted, auto&, auto& value) { return !value.is_array() || value.size() <= wanted; }},
      {"minimum", [](auto& wanted, auto&, auto& value) { return !value.is_number() || value >= wanted; }},
      {"maximum", [](auto& wanted, auto&, auto& value) { return !value.is_number() || value <= wanted; }},
      {"minLength",
       [](auto& wanted, auto&, auto& value) {
         return !value.is_string() || code_points(value.template get<std::string>()) >= wanted;
       }},
      {"maxLength",
       [](auto& wanted, auto&, auto& value) {
         return !value.is_string() || code_points(value.template get<std::string>()) <= wanted;
       }},
      {"pattern",
       [](auto& wanted, auto&, auto& value) {
         return !value.is_string() || re2::RE2::PartialMatch(value.template get<std::string>(),
                                                             re2::RE2(wanted.template get<std::string>()));
       }},
      {"format",
       [](auto&, auto&, auto& value) {
         return !value.is_string() || Date::parse(value.template get<std::string>()).has_value();
       }},
  };
};

}  // namespace

bool keeps_to(const Json& schema, const Json& value) { return Validator(schema).fits(schema, value); }

}  // namespace nrmm::cities::sample

#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace nrmm::cities {

// Whether a value is an answer at all: null, "" and [] are none (contract, Forms).
bool answered(const Json& value);
bool answered(const Json* value);

// A condition of the pack language: data that the server, the JSON Schema and every client evaluate alike.
// {field: value} · {field: [a, b]} · {field: present|absent} · {all: […]} · {any: […]} · true · false.
// Several keys in one mapping mean all of them. A name without a value is absent and equals nothing. An
// answer that is a list (choices) equals what it contains.
class Condition {
 public:
  // The value of a field, derived value or fact; nullptr or null when there is none.
  using Lookup = std::function<const Json*(std::string_view name)>;

  Condition() = default;  // always holds
  static Condition always() { return {}; }
  static Condition never();
  static Condition equals(std::string name, std::vector<Json> any_of);
  static Condition present(std::string name);
  static Condition absent(std::string name);
  static Condition all(std::vector<Condition> parts);
  static Condition any(std::vector<Condition> parts);
  // The inverse of to_json(); empty where the JSON is no condition. null never holds (a policy's `none`).
  static std::optional<Condition> from_json(const Json& json);

  bool holds(const Lookup& lookup) const;
  bool is_always() const { return kind_ == Kind::always; }
  bool is_never() const { return kind_ == Kind::never; }

  std::set<std::string> names() const;
  // What remains when the names `known` answers for are settled; the rest keeps its form. Used to send
  // clients conditions that speak of fields only.
  Condition settled(const std::function<bool(std::string_view)>& known, const Lookup& lookup) const;
  Json to_json() const;  // the contract's form: true, false or an object

  enum class Kind { always, never, equals, present, absent, all, any };
  Kind kind() const { return kind_; }
  const std::string& name() const { return name_; }               // equals, present, absent
  const std::vector<Json>& values() const { return values_; }     // equals
  const std::vector<Condition>& parts() const { return parts_; }  // all, any

 private:
  static Condition of_name(Kind kind, std::string name, std::vector<Json> values);
  static Condition of_parts(Kind kind, std::vector<Condition> parts);

  Kind kind_ = Kind::always;
  std::string name_;
  std::vector<Json> values_;
  std::vector<Condition> parts_;
};

}  // namespace nrmm::cities

#include "cities/condition.hpp"

#include <algorithm>
#include <iterator>

namespace nrmm::cities {
namespace {

bool matches(const Json& value, const std::vector<Json>& any_of) {
  const auto listed = [&](const Json& one) {
    return std::find(any_of.begin(), any_of.end(), one) != any_of.end();
  };
  return value.is_array() ? std::any_of(value.begin(), value.end(), listed) : listed(value);
}

}  // namespace

bool answered(const Json& value) {
  if (value.is_null()) return false;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !(value.is_array() && value.empty());
}

bool answered(const Json* value) { return value != nullptr && answered(*value); }

Condition Condition::of_name(Kind kind, std::string name, std::vector<Json> values) {
  Condition made;
  made.kind_ = kind;
  made.name_ = std::move(name);
  made.values_ = std::move(values);
  return made;
}

// Parts that are settled or of the same kind disappear, so that equal conditions look equal on the wire.
Condition Condition::of_parts(Kind kind, std::vector<Condition> parts) {
  const Kind neutral = kind == Kind::all ? Kind::always : Kind::never;
  const Kind deciding = kind == Kind::all ? Kind::never : Kind::always;
  Condition made;
  made.kind_ = kind;
  for (Condition& part : parts) {
    if (part.kind_ == deciding) return part;
    if (part.kind_ == neutral) continue;
    if (part.kind_ == kind)
      std::move(part.parts_.begin(), part.parts_.end(), std::back_inserter(made.parts_));
    else
      made.parts_.push_back(std::move(part));
  }
  if (made.parts_.empty()) {
    made.kind_ = neutral;
    return made;
  }
  if (made.parts_.size() > 1) return made;
  Condition only = std::move(made.parts_.front());
  return only;
}

Condition Condition::never() { return of_name(Kind::never, {}, {}); }
Condition Condition::equals(std::string name, std::vector<Json> any_of) {
  return of_name(Kind::equals, std::move(name), std::move(any_of));
}
Condition Condition::present(std::string name) { return of_name(Kind::present, std::move(name), {}); }
Condition Condition::absent(std::string name) { return of_name(Kind::absent, std::move(name), {}); }
Condition Condition::all(std::vector<Condition> parts) { return of_parts(Kind::all, std::move(parts)); }
Condition Condition::any(std::vector<Condition> parts) { return of_parts(Kind::any, std::move(parts)); }

bool Condition::holds(const Lookup& lookup) const {
  const auto part_holds = [&](const Condition& part) { return part.holds(lookup); };
  switch (kind_) {
    case Kind::always:
      return true;
    case Kind::never:
      return false;
    case Kind::all:
      return std::all_of(parts_.begin(), parts_.end(), part_holds);
    case Kind::any:
      return std::any_of(parts_.begin(), parts_.end(), part_holds);
    case Kind::present:
      return answered(lookup(name_));
    case Kind::absent:
      return !answered(lookup(name_));
    case Kind::equals:
      break;
  }
  const Json* value = lookup(name_);
  return answered(value) && matches(*value, values_);
}

std::set<std::string> Condition::names() const {
  std::set<std::string> found;
  if (!name_.empty()) found.insert(name_);
  for (const Condition& part : parts_) found.merge(part.names());
  return found;
}

Condition Condition::settled(const std::function<bool(std::string_view)>& known, const Lookup& lookup) const {
  if (kind_ == Kind::all || kind_ == Kind::any) {
    std::vector<Condition> rest;
    for (const Condition& part : parts_) rest.push_back(part.settled(known, lookup));
    return of_parts(kind_, std::move(rest));
  }
  if (name_.empty() || !known(name_)) return *this;
  return holds(lookup) ? always() : never();
}

}  // namespace nrmm::cities

#include "cities/policy_value.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cities/definition.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

std::string plain_type(const std::string& type) {
  return type.ends_with('?') ? type.substr(0, type.size() - 1) : type;
}

class ValueReader {
 public:
  ValueReader(Loading& loading, const Policy& policy, const Node& columns)
      : loading_(loading), diagnostics_(loading.diagnostics), policy_(policy), columns_(columns) {}

  Json read(const std::string& type, const Node& value) {
    if (value.is_plain("none")) {
      if (!type.ends_with('?'))
        diagnostics_.error(value.source, "P002", "a value of type " + type + " cannot be none",
                           "type " + type + "? could");
      return nullptr;
    }
    const std::string plain = plain_type(type);
    if (plain == "choices" || plain == "names" || plain == "dates") return list(plain, value);
    if (plain == "table") return table(value);
    if (plain == "condition") return condition(value);
    return scalar(plain, value);
  }

 private:
  Json refuse(const Node& value, const std::string& wanted) {
    diagnostics_.error(value.source, "P002", "expected " + wanted + ", found " + yaml::describe(value));
    return nullptr;
  }

  template <typename Value>
  static Json as_json(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
  }

  Json scalar(const std::string& type, const Node& value) {
    if (type == "flag") return as_json(yaml::as_flag(value, diagnostics_));
    if (type == "integer") return as_json(yaml::as_integer(value, diagnostics_));
    if (type == "number") return as_json(yaml::as_number(value, diagnostics_));
    if (type == "text") return as_json(yaml::as_text(value, diagnostics_));
    if (type == "choice") return choice(value);
    if (type == "duration") return duration(value);
    if (type == "date") {
      const auto date = yaml::as_date(value, diagnostics_);
      return date ? Json(date->iso()) : Json();
    }
    return nullptr;
  }

  Json choice(const Node& value) {
    const auto text = yaml::as_text(value, diagnostics_);
    if (!text) return nullptr;
    const auto& options = policy_.options;
    if (std::find(options.begin(), options.end(), *text) == options.end())
      loading_.unknown(value.source, "option", *text, options);
    return *text;
  }

  Json duration(const Node& value) {
    const bool fits = value.is_scalar() && Duration::parse(value.text);
    return fits ? Json(Duration::parse(value.text)->str())
                : refuse(value, "a duration: `30 days` or `5 working days`");
  }

  Json list(const std::string& type, const Node& value) {
    if (!value.is_sequence()) return refuse(value, "a list");
    Json out = Json::array();
    for (const Node& item : value.items) {
      Json one = type == "dates" ? span(item) : type == "names" ? name(item) : choice(item);
      if (!one.is_null()) out.push_back(std::move(one));
    }
    return out;
  }

  // A day, or the first and the last of several.
  Json span(const Node& value) {
    if (value.is_scalar()) {
      const auto parts = split(value.text, '/');
      const auto first = Date::parse(parts.front()), last = Date::parse(parts.back());
      if (parts.size() <= 2 && first && last && *first <= *last) return value.text;
    }
    return refuse(value, "a day or first/last day");
  }

  Json name(const Node& value) {
    const auto text = yaml::as_text(value, diagnostics_);
    if (!text) return nullptr;
    if (policy_.of == "workflows") {
      if (!loading_.of(kWorkflows).contains(*text))
        loading_.unknown(value.source, "workflow", *text, loading_.names_of(kWorkflows));
    } else {
      const Askables facts = register_names(loading_, {"machine", "site", "entry", "exit"});
      if (!facts.contains(*text)) loading_.unknown(value.source, "fact", *text, keys_of(facts));
    }
    return *text;
  }

  Json condition(const Node& value) {
    const Askables names = policy_.of == "movement" ? register_names(loading_, {"exit", "entry", "machine"})
                                                    : register_names(loading_, {"machine"});
    return read_condition(value, names, "fact or field of the register", diagnostics_).to_json();
  }

  Json table(const Node& value) {
    if (!value.is_sequence()) return refuse(value, "a list of rows");
    Json out = Json::array();
    for (const Node& item : value.items) out.push_back(row(item));
    return out;
  }

  Json row(const Node& value) {
    if (!value.is_mapping()) return refuse(value, "a row {column: value}");
    Json out = Json::object();
    for (const Entry& entry : value.entries) {
      const Node* type = columns_.find(entry.key);
      if (type) {
        out[entry.key] = read(type->text, entry.value);
      } else {
        loading_.unknown(entry.key_source, "column", entry.key, column_names(), "P001");
      }
    }
    for (const Entry& column : columns_.entries) {
      if (!value.find(column.key) && !column.value.text.ends_with('?'))
        diagnostics_.error(value.source, "P003", "the row has no `" + column.key + "`");
    }
    return out;
  }

  std::vector<std::string> column_names() const {
    std::vector<std::string> out;
    for (const Entry& column : columns_.entries) out.push_back(column.key);
    return out;
  }

  Loading& loading_;
  Diagnostics& diagnostics_;
  const Policy& policy_;
  const Node& columns_;
};

}  // namespace

bool known_policy_type(const std::string& type) {
  const auto types = policy_types();
  return std::any_of(types.begin(), types.end(),
                     [&](const Word& word) { return word.name == plain_type(type); });
}

Json read_policy_value(Loading& loading, const Policy& policy, const Node& columns, const Node& value) {
  return ValueReader(loading, policy, columns).read(policy.type, value);
}

}  // namespace nrmm::cities

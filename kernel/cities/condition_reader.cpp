#include "cities/condition_reader.hpp"

#include "yaml/read.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

class ConditionReader {
 public:
  ConditionReader(const Askables& names, const std::string& what, Diagnostics& diagnostics)
      : names_(names), what_(what), diagnostics_(diagnostics) {}

  Condition read(const Node& node) {
    if (node.is_plain("true")) return Condition::always();
    if (node.is_plain("false")) return Condition::never();
    if (node.is_mapping() && !node.entries.empty()) return mapping(node);
    if (node.kind != Node::Kind::null)
      wrong(node, "expected true, false or a condition, found " + yaml::describe(node));
    return Condition::never();
  }

 private:
  void wrong(const Node& node, const std::string& message, std::string hint = {}) {
    diagnostics_.error(node.source, "P002", message, std::move(hint));
  }

  Condition mapping(const Node& node) {
    std::vector<Condition> parts;
    for (const Entry& entry : node.entries) {
      if (entry.key == "all" || entry.key == "any") {
        parts.push_back(nested(entry));
      } else {
        parts.push_back(test(entry));
      }
    }
    return Condition::all(std::move(parts));
  }

  Condition nested(const Entry& entry) {
    std::vector<Condition> parts;
    if (!entry.value.is_sequence() || entry.value.items.empty())
      wrong(entry.value,
            "`" + entry.key + "` takes a list of conditions, found " + yaml::describe(entry.value));
    for (const Node& item : entry.value.items) parts.push_back(read(item));
    return entry.key == "all" ? Condition::all(std::move(parts)) : Condition::any(std::move(parts));
  }

  Condition test(const Entry& entry) {
    const auto found = names_.find(entry.key);
    if (found == names_.end()) {
      std::vector<std::string> known{"all", "any"};
      for (const auto& [name, askable] : names_) known.push_back(name);
      yaml::report_unknown(entry.key_source, "P004", what_, entry.key, known, diagnostics_);
      return Condition::never();
    }
    if (entry.value.is_plain("present")) return Condition::present(entry.key);
    if (entry.value.is_plain("absent")) return Condition::absent(entry.key);
    return equals(entry, found->second);
  }

  Condition equals(const Entry& entry, const Askable& askable) {
    if (askable.unknown) return Condition::never();
    if (askable.values.empty() && !askable.flag) {
      wrong(entry.value,
            "`" + entry.key + "` has no listed values: only present or absent may be asked of it");
      return Condition::never();
    }
    std::vector<Json> values;
    if (!entry.value.is_sequence()) {
      value(entry.value, askable, values);
    } else {
      for (const Node& item : entry.value.items) value(item, askable, values);
    }
    return Condition::equals(entry.key, std::move(values));
  }

  void value(const Node& node, const Askable& askable, std::vector<Json>& values) {
    if (askable.flag && (node.is_plain("true") || node.is_plain("false"))) {
      values.emplace_back(node.text == "true");
      return;
    }
    const auto text = yaml::as_text(node, diagnostics_);
    if (!text) return;
    if (askable.values.contains(*text)) {
      values.emplace_back(*text);
      return;
    }
    yaml::report_unknown(node.source, "P004", "value", *text, {askable.values.begin(), askable.values.end()},
                         diagnostics_);
  }

  const Askables& names_;
  const std::string& what_;
  Diagnostics& diagnostics_;
};

}  // namespace

Condition read_condition(const Node& node, const Askables& names, const std::string& what,
                         Diagnostics& diagnostics) {
  return ConditionReader(names, what, diagnostics).read(node);
}

}  // namespace nrmm::cities

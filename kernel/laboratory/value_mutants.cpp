#include "cities/node_values.hpp"
#include "laboratory/file_mutants.hpp"
#include "yaml/read.hpp"

namespace nrmm::laboratory {
namespace {

using yaml::Node;

constexpr const char* kCondition = "condition changed";
constexpr const char* kPolicy = "policy value changed";

Node listed(const std::vector<std::string>& texts, const Node& like) {
  Node out;
  out.kind = Node::Kind::sequence;
  for (const std::string& text : texts) out.items.push_back(with_text(like, text));
  return out;
}

void asked_value(FileMutants& file, const Spot& spot, const NamePool& names, const std::string& asked) {
  const std::string& text = spot.value->text;
  if (text == "present" || text == "absent") {
    return file.replaced(kCondition, spot, plain(text == "present" ? "absent" : "present"));
  }
  if (text == "true" || text == "false")
    return file.replaced(kCondition, spot, plain(text == "true" ? "false" : "true"));
  file.rewritten("unknown name", spot, text + "x");
  if (const auto other = names.other_value(asked, text)) file.rewritten(kCondition, spot, *other);
}

void asked(FileMutants& file, const Spot& spot, const NamePool& names) {
  if (!spot.value->is_sequence()) return asked_value(file, spot, names, spot.entry->key);
  for (std::size_t i = 0; i < spot.value->items.size(); ++i) {
    const Spot item = spot.at(i);
    if (spot.value->items.size() > 1) file.removed(kCondition, item);
    asked_value(file, item, names, spot.entry->key);
  }
}

void nested(FileMutants& file, const Spot& spot, const NamePool& names) {
  file.renamed(kCondition, spot, spot.entry->key == "all" ? "any" : "all");
  for (std::size_t i = 0; i < spot.value->items.size(); ++i) {
    const Spot item = spot.at(i);
    if (spot.value->items.size() > 1) file.removed(kCondition, item);
    condition_mutants(file, item, names);
  }
}

std::string other_duration(const std::string& text) {
  const std::size_t blank = text.find(' ');
  const int days = std::stoi(text.substr(0, blank));
  return std::to_string(days + 1) + (days + 1 == 1 ? " day" : text.substr(blank));
}

// One day, or first/last.
void span(FileMutants& file, const Spot& spot) {
  const std::string& text = spot.value->text;
  const std::size_t slash = text.find('/');
  file.rewritten("date moved", spot,
                 slash == std::string::npos ? moved(text, 1)
                                            : text.substr(0, slash + 1) + moved(text.substr(slash + 1), 1));
  if (slash == std::string::npos) return;
  file.rewritten("date moved", spot, moved(text.substr(0, slash), -1) + text.substr(slash));
  file.rewritten("dates swapped", spot, text.substr(slash + 1) + "/" + text.substr(0, slash));
}

struct Value {
  FileMutants& file;
  const NamePool& names;
  const Node& policy;
  std::string type;

  void scalar(const Spot& spot, std::string_view of) const {
    const std::string& text = spot.value->text;
    if (spot.value->is_plain("none")) return;
    if (text == "true" || text == "false")
      return file.replaced(kPolicy, spot, plain(text == "true" ? "false" : "true"));
    if (of.starts_with("duration")) return file.rewritten("duration changed", spot, other_duration(text));
    if (of.starts_with("date")) return span(file, spot);
    if (of.starts_with("integer") || of.starts_with("number"))
      return file.rewritten("number changed", spot, std::to_string(std::stoi(text) + 1));
    if (of.starts_with("text")) return file.rewritten(kPolicy, spot, text + "x");
    file.rewritten("unknown name", spot, text + "x");
    if (const auto other = other_of(text)) file.rewritten(kPolicy, spot, *other);
  }

  std::optional<std::string> other_of(const std::string& text) const {
    const auto options = cities::texts_at(policy, "options");
    for (const std::string& option : options)
      if (option != text) return option;
    const std::string of = cities::text_at(policy, "of");
    if (of == "workflows") return names.other("workflow", nullptr, {}, text);
    if (of == "facts") return names.other("fact", nullptr, {}, text);
    return std::nullopt;
  }

  void list(const Spot& spot) const {
    const auto& items = spot.value->items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Spot item = spot.at(i);
      file.removed("removed from a list", item);
      if (i + 1 < items.size() && type != "dates") file.swapped("order changed", item);
      if (items[i].is_mapping())
        row(item);
      else
        scalar(item, type);
    }
    if (!items.empty() && items.back().is_scalar()) return;
    // An empty list may have been filled.
    if (const auto other = items.empty() ? other_of({}) : std::nullopt)
      file.replaced(kPolicy, spot, listed({*other}, plain({})));
  }

  void row(const Spot& spot) const {
    for (std::size_t i = 0; i < spot.value->entries.size(); ++i) {
      const Spot cell = spot.at(i);
      file.renamed("misspelt key", cell, cell.entry->key + "x");
      file.removed("removed cell", cell);
      scalar(cell, cities::text_at(cities::mapping_at(policy, "columns"), cell.entry->key));
    }
  }
};

}  // namespace

void condition_mutants(FileMutants& file, const Spot& spot, const NamePool& names) {
  if (spot.value->is_plain("true") || spot.value->is_plain("false"))
    return file.replaced(kCondition, spot, plain(spot.value->text == "true" ? "false" : "true"));
  if (!spot.value->is_mapping()) return;
  file.replaced(kCondition, spot, plain("true"));
  for (std::size_t i = 0; i < spot.value->entries.size(); ++i) {
    const Spot part = spot.at(i);
    if (spot.value->entries.size() > 1) file.removed(kCondition, part);
    if (part.entry->key == "all" || part.entry->key == "any") {
      nested(file, part, names);
    } else {
      file.renamed("unknown name", part, part.entry->key + "x");
      asked(file, part, names);
    }
  }
}

void policy_value_mutants(FileMutants& file, const Spot& spot, const NamePool& names,
                          const std::string& name) {
  const Node* policy = names.policy(name);
  if (!policy) return;
  const std::string type = cities::text_at(*policy, "type");
  file.wrong_type(spot);
  if (type.starts_with("condition")) return condition_mutants(file, spot, names);
  const Value value{file, names, *policy, type};
  if (spot.value->is_sequence()) return value.list(spot);
  value.scalar(spot, type);
  if (type.ends_with('?') && !spot.value->is_plain("none")) file.replaced(kPolicy, spot, plain("none"));
}

void dated_values_mutants(FileMutants& file, const Spot& spot, const NamePool& names,
                          const std::string& name) {
  for (std::size_t i = 0; i < spot.value->entries.size(); ++i) {
    const Spot dated = spot.at(i);
    file.renamed("date moved", dated, moved(dated.entry->key, 1));
    file.renamed("misspelt key", dated, dated.entry->key + "x");
    file.removed("removed dated value", dated);
    if (i + 1 < spot.value->entries.size()) {
      file.renamed("dates overlap", dated, spot.value->entries[i + 1].key);
      const Node other = spot.value->entries[i + 1].value;
      file.add("dates swapped", dated, "`" + dated.entry->key + "` and the next have each other's value",
               [](Node& parent, std::size_t at) {
                 std::swap(parent.entries[at].value, parent.entries[at + 1].value);
               });
    }
    for (std::size_t k = 0; k < dated.value->entries.size(); ++k) {
      const Spot part = dated.at(k);
      file.renamed("misspelt key", part, part.entry->key + "x");
      file.removed(part.entry->key == "basis" ? "removed basis" : "removed key", part);
      if (part.entry->key == "value") policy_value_mutants(file, part, names, name);
      if (part.entry->key == "basis") file.rewritten("other article", part, part.value->text + "改");
    }
  }
}

}  // namespace nrmm::laboratory

#include "laboratory/yaml_mutants.hpp"

#include <algorithm>
#include <array>

#include "yaml/schema.hpp"

namespace nrmm::laboratory {
namespace {

using yaml::Key;
using yaml::Node;
using yaml::Schema;
using yaml::Type;

// Lists whose order nobody can notice: they are sets.
constexpr std::array kSets = {"state", "actor", "transition", "role", "district"};

bool ordered(const Key& key) { return std::find(kSets.begin(), kSets.end(), key.kind) == kSets.end(); }

// Of the documents for authors only: no server reads it, so no test could tell.
bool for_authors(const Key& key) { return key.name == "description"; }

std::string removal(const Key& key) {
  if (key.name == "do" || key.name == "tell") return "removed effect or tell";
  for (const char* name : {"basis", "required", "check", "when", "shown", "provenance"})
    if (key.name == name) return "removed " + std::string(name);
  return "removed key";
}

class Walk {
 public:
  Walk(FileMutants& file, const cities::Kind* kind, const NamePool& names)
      : file_(file), kind_(kind), names_(names) {}

  void definition(const Spot& spot) {
    definition_ = spot.entry->key;
    file_.renamed("misspelt name", spot, definition_ + "x");
    file_.removed("removed definition", spot);
    if (spot.value->is_plain("none")) return;
    file_.wrong_type(spot);
    if (!kind_->schema) return file_.rewritten("text changed", spot, spot.value->text + "改");
    object(spot, *kind_->schema);
  }

  void object(const Spot& spot, const Schema& schema) {
    dates(spot);
    for (std::size_t i = 0; i < spot.value->entries.size(); ++i) {
      const Spot at = spot.at(i);
      const Key* key = schema.key(at.entry->key);
      if (!key) continue;
      file_.renamed("misspelt key", at, at.entry->key + "x");
      file_.removed(removal(*key), at);
      if (key->kind != "value" && at.value->is_plain("none")) continue;
      value(at, *key);
    }
  }

 private:
  void dates(const Spot& spot) {
    const Node* from = spot.value->find("from");
    const Node* to = spot.value->find("to");
    if (!from || !to || !from->is_scalar() || moved(from->text, 1) == from->text) return;
    file_.replaced("dates swapped", spot.at(index_of(spot, "from")), with_text(*from, moved(to->text, 1)));
  }

  static std::size_t index_of(const Spot& spot, std::string_view key) {
    const auto& entries = spot.value->entries;
    return static_cast<std::size_t>(
        std::find_if(entries.begin(), entries.end(), [&](const auto& each) { return each.key == key; }) -
        entries.begin());
  }

  void value(const Spot& spot, const Key& key) {
    if (key.kind == "value") return policy_value_mutants(file_, spot, names_, definition_);
    file_.wrong_type(spot);
    switch (key.type) {
      case Type::flag:
        return file_.rewritten("flag flipped", spot, spot.value->text == "true" ? "false" : "true");
      case Type::integer:
      case Type::number:
        return number(spot);
      case Type::date:
        file_.rewritten("date moved", spot, moved(spot.value->text, 1));
        return file_.rewritten("date moved", spot, moved(spot.value->text, -1));
      case Type::choice:
        return choice(spot, key);
      case Type::text:
        return text(spot, key);
      case Type::texts:
      case Type::text_or_texts:
        return texts(spot, key);
      case Type::other:
        return other(spot, key);
      case Type::object:
        return object(spot, *key.of);
      case Type::list:
        return list(spot, key);
      case Type::named:
      case Type::named_values:
        return named(spot, key);
    }
  }

  void number(const Spot& spot) {
    const long long count = std::stoll(spot.value->text);
    file_.rewritten("number changed", spot, std::to_string(count + 1));
    file_.rewritten("number changed", spot, std::to_string(count - 1));
  }

  void choice(const Spot& spot, const Key& key) {
    file_.rewritten("unknown name", spot, spot.value->text + "x");
    for (const std::string& option : yaml::words(key.options))
      if (option != spot.value->text) file_.rewritten("other choice", spot, option);
  }

  void text(const Spot& spot, const Key& key) {
    const std::string& is = spot.value->text;
    if (for_authors(key)) return;
    if (key.name == "basis") return file_.rewritten("other article", spot, is + "改");
    if (key.name == "pattern") return file_.rewritten("pattern loosened", spot, is.substr(0, is.size() - 1));
    if (key.kind == "district_code" || key.kind == "adcode") return code(spot);
    if (key.kind.empty()) return file_.rewritten("text changed", spot, is + "改");
    file_.rewritten("unknown name", spot, is + "x");
    if (const auto other = names_.other(key.kind, kind_, definition_, is))
      file_.rewritten("other name", spot, *other);
    if (key.kind == "policy_type")
      file_.rewritten("other name", spot, is.ends_with('?') ? is.substr(0, is.size() - 1) : is + "?");
  }

  // The last character becomes the one before or after it.
  void code(const Spot& spot) {
    std::string is = spot.value->text;
    if (is.empty()) return;
    is.back() = static_cast<char>(is.back() == '0' || is.back() == 'A' || is.back() == 'J' || is.back() == 'P'
                                      ? is.back() + 1
                                      : is.back() - 1);
    file_.rewritten("code changed", spot, is);
    file_.rewritten("code changed", spot, spot.value->text + "0");
  }

  void texts(const Spot& spot, const Key& key) {
    if (!spot.value->is_sequence()) return text(spot, key);
    const auto& items = spot.value->items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Spot item = spot.at(i);
      file_.removed("removed from a list", item);
      if (i + 1 < items.size() && ordered(key)) file_.swapped("order changed", item);
      text(item, key);
    }
  }

  void other(const Spot& spot, const Key& key) {
    if (key.kind == "condition") return condition_mutants(file_, spot, names_);
    if (key.kind == "values") return dated_values_mutants(file_, spot, names_, definition_);
    if (key.kind == "answer") return file_.rewritten("text changed", spot, spot.value->text + "1");
    for (std::size_t i = 0; i < spot.value->entries.size(); ++i) by_party(spot.at(i), key);
  }

  // {party: event} and {party: all or [steps]}.
  void by_party(const Spot& spot, const Key& key) {
    const std::string& party = spot.entry->key;
    file_.removed(key.kind == "tell" ? "removed effect or tell" : "removed key", spot);
    file_.renamed("unknown name", spot, party + "x");
    if (const auto other = names_.other("party", nullptr, {}, party))
      file_.renamed("other name", spot, *other);
    const Key of{.name = key.name,
                 .type = Type::text_or_texts,
                 .description = {},
                 .kind = key.kind == "tell" ? "event" : "step"};
    texts(spot, of);
  }

  void list(const Spot& spot, const Key& key) {
    for (std::size_t i = 0; i < spot.value->items.size(); ++i) {
      const Spot item = spot.at(i);
      file_.removed("removed from a list", item);
      if (i + 1 < spot.value->items.size()) file_.swapped("order changed", item);
      object(item, *key.of);
    }
  }

  void named(const Spot& spot, const Key& key) {
    for (std::size_t i = 0; i < spot.value->entries.size(); ++i) {
      const Spot one = spot.at(i);
      file_.renamed("misspelt name", one, one.entry->key + "x");
      file_.removed("removed from " + std::string(key.name), one);
      if (one.value->is_plain("none")) continue;
      file_.wrong_type(one);
      if (key.of) {
        object(one, *key.of);
      } else if (one.value->is_mapping()) {
        object(one, cities::kTermSchema);
      } else if (one.value->is_scalar()) {
        text(one,
             key.kind == "policy_type" ? key : Key{.name = key.name, .type = Type::text, .description = {}});
      }
    }
  }

  FileMutants& file_;
  const cities::Kind* kind_;
  const NamePool& names_;
  std::string definition_;
};

}  // namespace

void manifest_mutants(FileMutants& file, const NamePool& names) {
  Spot root = file.root();
  root.name = "pack";
  Walk(file, nullptr, names).object(root, cities::kManifestSchema);
}

void definition_mutants(FileMutants& file, const cities::Kind& kind, const NamePool& names) {
  const Spot root = file.root();
  for (std::size_t i = 0; i < root.value->entries.size(); ++i)
    Walk(file, &kind, names).definition(root.at(i));
}

}  // namespace nrmm::laboratory

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "yaml/node.hpp"

namespace nrmm::yaml {

enum class Type {
  flag,
  integer,
  number,
  text,
  date,
  choice,         // one of Key::options
  texts,          // a list of texts
  text_or_texts,  // one text or a list
  other,          // checked by whoever reads it; Key::kind names it for the reference
  object,         // a mapping with the keys of Key::of, one value
  list,           // a list of such mappings
  named,          // {name: mapping with the keys of Key::of}
  named_values,   // {name: value}, values checked by whoever reads them
};

struct Schema;

// One row of the tables that say what a file may hold. Readers, hints, the reference and the editors' schemas
// come from these rows, so what is not in them is not in the language.
struct Key {
  std::string_view name;
  Type type;
  bool mandatory = false;
  std::string_view description;
  std::string_view default_value{};  // as written; empty: none
  std::string_view options{};        // of a choice, separated by blanks
  std::string_view kind{};           // what an `other` is, or a text names: condition, value, party …
  const Schema* of = nullptr;        // of object, list and named
};

struct Schema {
  std::string_view what;  // "a field", for messages
  std::span<const Key> keys;

  const Key* key(std::string_view name) const;
  std::vector<std::string> names() const;
};

std::vector<std::string> words(std::string_view separated_by_blanks);

// What a partial mapping states, checked against the table: unknown keys are P001, wrong types P002. The copy
// returned holds known keys only, and null where the type is wrong; an unknown key that is evidently a
// misspelt one continues under the right name, so that one mistake is one message. With `none_allowed` a
// plain `none` passes for every value.
Node checked(const Node& node, const Schema& schema, bool none_allowed, Diagnostics& diagnostics);

// P003 for every mandatory key that is not there, in nested objects, lists and named things too. `name` is
// what the author calls it: "form machine".
void check_complete(const Node& node, const Schema& schema, const std::string& name,
                    Diagnostics& diagnostics);

// An unknown name as authors meet it: P-code, "unknown <what> `name`" and the nearest known name.
void report_unknown(const Source& source, const std::string& code, const std::string& what,
                    const std::string& name, const std::vector<std::string>& known, Diagnostics& diagnostics);

}  // namespace nrmm::yaml

#include "yaml/schema.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "yaml/read.hpp"

namespace nrmm::yaml {

const Key* Schema::key(std::string_view name) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> Schema::names() const {
  std::vector<std::string> out;
  for (const Key& key : keys) out.emplace_back(key.name);
  return out;
}

std::vector<std::string> words(std::string_view separated_by_blanks) {
  std::vector<std::string> out = split(separated_by_blanks, ' ');
  std::erase(out, "");
  return out;
}

void report_unknown(const Source& source, const std::string& code, const std::string& what,
                    const std::string& name, const std::vector<std::string>& known,
                    Diagnostics& diagnostics) {
  const std::string near = nearest(name, known);
  diagnostics.error(source, code, "unknown " + what + " `" + name + "`",
                    near.empty() ? std::string() : "did you mean `" + near + "`?");
}

namespace {

class Check {
 public:
  Check(bool none_allowed, Diagnostics& diagnostics)
      : none_allowed_(none_allowed), diagnostics_(diagnostics) {}

  Node mapping(const Node& node, const Schema& schema) {
    Node out = node;
    out.entries.clear();
    if (!node.is_mapping()) {
      wrong(node, "a mapping: " + std::string(schema.what));
      out.kind = Node::Kind::mapping;
      return out;
    }
    for (const Entry& entry : node.entries) {
      const Key* key = schema.key(entry.key);
      if (!key) key = unknown(entry, node, schema);
      if (!key) continue;
      Node checked = value(entry.value, *key).value_or(unusable(entry.value));
      out.entries.push_back({std::string(key->name), entry.key_source, false, std::move(checked)});
    }
    return out;
  }

 private:
  // Stated, so not missing, but without a value that a reader could trip over.
  static Node unusable(const Node& node) {
    Node out;
    out.source = node.source;
    return out;
  }

  // Reports; gives the key that was evidently meant.
  const Key* unknown(const Entry& entry, const Node& node, const Schema& schema) {
    report_unknown(entry.key_source, "P001", "key", entry.key, schema.names(), diagnostics_);
    const std::string near = nearest(entry.key, schema.names());
    return near.empty() || node.find(near) ? nullptr : schema.key(near);
  }

  std::optional<Node> value(const Node& node, const Key& key) {
    if (none_allowed_ && node.is_plain("none")) return node;
    if (key.type == Type::object) return object(node, key);
    if (key.type == Type::list) return list(node, key);
    if (key.type == Type::named) return named(node, key);
    if (key.type == Type::named_values && !node.is_mapping()) return wrong(node, "a mapping of names");
    return scalar(node, key) ? std::optional(node) : std::nullopt;
  }

  bool scalar(const Node& node, const Key& key) {
    switch (key.type) {
      case Type::flag:
        return as_flag(node, diagnostics_).has_value();
      case Type::integer:
        return as_integer(node, diagnostics_).has_value();
      case Type::number:
        return as_number(node, diagnostics_).has_value();
      case Type::text:
        return as_text(node, diagnostics_).has_value();
      case Type::date:
        return as_date(node, diagnostics_).has_value();
      case Type::texts:
        return as_texts(node, diagnostics_).has_value();
      case Type::text_or_texts:
        return as_text_or_texts(node, diagnostics_).has_value();
      case Type::choice:
        return choice(node, key);
      default:
        break;
    }
    if (node.kind == Node::Kind::null) wrong(node, "a value for `" + std::string(key.name) + "`");
    return node.kind != Node::Kind::null;
  }

  bool choice(const Node& node, const Key& key) {
    const auto text = as_text(node, diagnostics_);
    if (!text) return false;
    const auto options = words(key.options);
    if (std::find(options.begin(), options.end(), *text) != options.end()) return true;
    const std::string near = nearest(*text, options);
    diagnostics_.error(
        node.source, "P002",
        "`" + std::string(key.name) + "` is one of " + std::string(key.options) + ", not `" + *text + "`",
        near.empty() ? std::string() : "did you mean `" + near + "`?");
    return false;
  }

  std::optional<Node> object(const Node& node, const Key& key) {
    if (!node.is_mapping()) return wrong(node, "a mapping");
    return mapping(node, *key.of);
  }

  std::optional<Node> list(const Node& node, const Key& key) {
    if (!node.is_sequence()) return wrong(node, "a list");
    Node out = node;
    for (Node& item : out.items) item = mapping(item, *key.of);
    return out;
  }

  std::optional<Node> named(const Node& node, const Key& key) {
    if (!node.is_mapping()) return wrong(node, "a mapping of names");
    Node out = node;
    for (Entry& entry : out.entries) {
      if (none_allowed_ && entry.value.is_plain("none")) continue;
      entry.value = mapping(entry.value, *key.of);
    }
    return out;
  }

  std::nullopt_t wrong(const Node& node, const std::string& wanted) {
    diagnostics_.error(node.source, "P002", "expected " + wanted + ", found " + describe(node));
    return std::nullopt;
  }

  bool none_allowed_;
  Diagnostics& diagnostics_;
};

void check_nested(const Node& value, const Key& key, Diagnostics& diagnostics) {
  const std::string name = "`" + std::string(key.name) + "`";
  if (key.type == Type::object) check_complete(value, *key.of, name, diagnostics);
  if (key.type == Type::list) {
    for (const Node& item : value.items) check_complete(item, *key.of, name, diagnostics);
  }
  if (key.type == Type::named) {
    for (const Entry& entry : value.entries)
      check_complete(entry.value, *key.of, "`" + entry.key + "`", diagnostics);
  }
}

}  // namespace

Node checked(const Node& node, const Schema& schema, bool none_allowed, Diagnostics& diagnostics) {
  return Check(none_allowed, diagnostics).mapping(node, schema);
}

void check_complete(const Node& node, const Schema& schema, const std::string& name,
                    Diagnostics& diagnostics) {
  if (!node.is_mapping()) return;
  for (const Key& key : schema.keys) {
    const Node* value = node.find(key.name);
    if (value) {
      check_nested(*value, key, diagnostics);
    } else if (key.mandatory) {
      diagnostics.error(node.source, "P003", name + " has no `" + std::string(key.name) + "`",
                        std::string(key.description));
    }
  }
}

}  // namespace nrmm::yaml

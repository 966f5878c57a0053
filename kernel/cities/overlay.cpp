#include "cities/overlay.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Key;
using yaml::Node;
using yaml::Schema;
using yaml::Type;

std::string bare(std::string_view name) {
  std::string out = ascii_upper(name);
  std::erase_if(out, [](char c) { return c == '_' || c == '.' || c == '-'; });
  if (out.ends_with('S')) out.pop_back();
  return out;
}

std::string without_digits(std::string_view name) {
  std::string out(name);
  std::erase_if(out, [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

class Overlay {
 public:
  explicit Overlay(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Node lay(const Node& parent, const Node& child, const Schema& schema, const std::string& what) {
    Node out = parent;
    out.kind = Node::Kind::mapping;
    out.source = child.source;
    if (child.find("basis")) {
      out.erase("provenance");
    } else if (const Node* provenance = child.find("provenance")) {
      diagnostics_.error(provenance->source, "P005", what + " has a provenance without its basis");
    }
    for (const Entry& entry : child.entries) {
      const Key* key = schema.key(entry.key);
      if (key) lay_key(out, entry, *key, what);
    }
    return out;
  }

 private:
  // A policy's `none` is a value like any other.
  static bool takes_away(const Entry& entry, const Key& key) {
    return entry.value.is_plain("none") && key.kind != "value";
  }

  void lay_key(Node& out, const Entry& entry, const Key& key, const std::string& what) {
    if (takes_away(entry, key)) return take_away(out, entry, what);
    Entry* known = out.entry(entry.key);
    if (known && key.name == "type" && known->value.text != entry.value.text) {
      diagnostics_.error(entry.value.source, "P006",
                         what + " is of type " + known->value.text + " and cannot become " + entry.value.text,
                         "stated in " + known->value.source.str());
      return;
    }
    if (!known) known = &out.entries.emplace_back(Entry{entry.key, entry.key_source, false, {}});
    known->key_source = entry.key_source;
    if (key.type == Type::named || key.type == Type::named_values) {
      lay_named(known->value, entry.value, key, what);
    } else {
      known->value = entry.value;
    }
  }

  void take_away(Node& out, const Entry& entry, const std::string& what) {
    if (out.find(entry.key)) return out.erase(entry.key);
    std::vector<std::string> names;
    for (const Entry& each : out.entries) names.push_back(each.key);
    const std::string near = nearest(entry.key, names);
    diagnostics_.error(entry.key_source, "P014", what + " has no `" + entry.key + "` to take away",
                       near.empty() ? std::string() : "did you mean `" + near + "`?");
  }

  void lay_named(Node& out, const Node& child, const Key& key, const std::string& what) {
    std::vector<std::string> inherited;
    for (const Entry& entry : out.entries) inherited.push_back(entry.key);
    out.kind = Node::Kind::mapping;
    out.source = child.source;
    for (const Entry& entry : child.entries) {
      if (entry.value.is_plain("none")) {
        take_away(out, entry, what + "." + std::string(key.name));
      } else if (out.find(entry.key) || !alike(entry, inherited, what)) {
        lay_named_one(out, entry, key, what);
      }
    }
  }

  void lay_named_one(Node& out, const Entry& entry, const Key& key, const std::string& what) {
    Entry* known = out.entry(entry.key);
    if (!known) known = &out.entries.emplace_back(Entry{entry.key, entry.key_source, entry.key_quoted, {}});
    known->key_source = entry.key_source;
    if (key.type == Type::named_values) {
      known->value = entry.value;
    } else {
      known->value = lay(known->value, entry.value, *key.of, what + "." + entry.key);
    }
  }

  bool alike(const Entry& entry, const std::vector<std::string>& inherited, const std::string& what) {
    for (const std::string& name : inherited) {
      if (!look_alike(entry.key, name)) continue;
      diagnostics_.error(
          entry.key_source, "P020",
          "new name `" + entry.key + "` in " + what + " looks like the inherited `" + name + "`",
          "write `" + name + "`, or choose a name that cannot be taken for it");
      return true;
    }
    return false;
  }

  Diagnostics& diagnostics_;
};

}  // namespace

bool look_alike(std::string_view a, std::string_view b) {
  const std::size_t length = std::min(a.size(), b.size());
  if (length < 4 || a == b) return false;
  if (bare(a) == bare(b)) return true;
  if (without_digits(a) == without_digits(b)) return false;  // level1, level2
  return edits(a, b) <= (length >= 10 ? 2u : 1u);
}

Node overlay(const Node& parent, const Node& child, const Schema& schema, const std::string& what,
             Diagnostics& diagnostics) {
  return Overlay(diagnostics).lay(parent, child, schema, what);
}

}  // namespace nrmm::cities

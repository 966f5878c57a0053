#include "laboratory/pack_chain.hpp"

#include <algorithm>
#include <set>

namespace nrmm::laboratory {
namespace {

using cities::Definition;
using cities::Kind;
using yaml::Key;
using yaml::Node;
using yaml::Type;

bool has_names(const Key& key) { return key.type == Type::named || key.type == Type::named_values; }

// The value at a path, or the `none` that takes it away; null where nothing is stated.
const Node* walk(const Node& body, const std::vector<std::string>& path) {
  const Node* at = &body;
  for (const std::string& key : path) {
    if (at->is_plain("none")) return at;
    at = at->find(key);
    if (!at) return nullptr;
  }
  return at;
}

// What follows "<name>." in a dotted name; empty where the name is another.
std::string_view after(std::string_view dotted, std::string_view name) {
  const bool inside = dotted.size() > name.size() && dotted.starts_with(name) && dotted[name.size()] == '.';
  return inside ? dotted.substr(name.size() + 1) : std::string_view();
}

void add_new(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

std::string Place::name() const {
  std::string out = definition;
  for (const std::string& key : path) out += '.' + key;
  return out;
}

PackChain::PackChain(const cities::PackFiles& files) {
  Diagnostics told_in_loading;
  lua::RuleChain rules;
  layers_ = cities::all_layers(files, false, told_in_loading);
  for (auto layer = layers_.end() - static_cast<std::ptrdiff_t>(files.chain.size()); layer != layers_.end();
       ++layer) {
    rules.push_back(layer->rules);
    programs_.push_back(lua::Program::compile(rules, told_in_loading));
  }
}

// Base first, as read.
std::vector<std::string> PackChain::names(const Kind& kind) const {
  std::vector<std::string> out;
  for (const cities::Layer& layer : layers_) {
    if (!kind.inherited && &layer != &layers_.back()) continue;
    for (const Definition& each : layer.of(kind)) add_new(out, each.name);
  }
  return out;
}

// A definition that starts from another covers all that was stated under its name before.
std::vector<const Definition*> PackChain::definitions(const Kind& kind, const std::string& name) const {
  std::vector<const Definition*> out;
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    if (!kind.inherited && layer != layers_.rbegin()) break;
    for (const Definition& each : layer->of(kind)) {
      if (each.name != name) continue;
      out.push_back(&each);
      const Node* as_in = each.body.find("as_in");
      if (!as_in || as_in->text == name) continue;
      for (const Definition* source : definitions(kind, as_in->text)) out.push_back(source);
      return out;
    }
  }
  return out;
}

std::vector<Statement> PackChain::at(const Place& place) const {
  std::vector<Statement> out;
  for (const Definition* each : definitions(*place.kind, place.definition)) {
    const Node* value = walk(each->body, place.path);
    if (!value) continue;
    const bool whole = place.path.empty() && value->is_mapping();
    out.push_back({each, whole ? each->source : value->source, value});
  }
  return out;
}

const yaml::Schema* PackChain::schema_of(const Place& place) const {
  const yaml::Schema* schema = place.kind->schema;
  for (std::size_t i = 0; i < place.path.size() && schema; i += 2) {
    const Key* key = schema->key(place.path[i]);
    schema = key && key->type == Type::named && i + 1 < place.path.size() ? key->of : nullptr;
  }
  return schema;
}

std::vector<std::string> PackChain::names_at(const Place& place) const {
  std::vector<std::string> out;
  const auto statements = at(place);
  for (auto each = statements.rbegin(); each != statements.rend(); ++each)
    for (const yaml::Entry& entry : each->value->entries) add_new(out, entry.key);
  return out;
}

void PackChain::find_inside(const Place& place, std::string_view rest, std::vector<Place>& out) const {
  const yaml::Schema* schema = schema_of(place);
  if (!schema || rest.empty()) return;
  for (const Key& key : schema->keys) {
    Place inner = place;
    inner.path.emplace_back(key.name);
    if (rest == key.name) out.push_back(inner);
    if (!has_names(key)) continue;
    for (const std::string& name : names_at(inner)) {
      Place entry = inner;
      entry.path.push_back(name);
      for (const std::string_view asked : {rest, after(rest, key.name)}) {
        if (asked == name) out.push_back(entry);
        find_inside(entry, after(asked, name), out);
      }
    }
  }
}

std::vector<Place> PackChain::named(std::string_view asked) const {
  std::vector<Place> out;
  for (const Kind* kind : cities::kinds()) {
    for (const std::string_view name : {asked, after(asked, kind->name)}) {
      for (const std::string& definition : names(*kind)) {
        if (name == definition) out.push_back({kind, definition, {}});
        find_inside({kind, definition, {}}, after(name, definition), out);
      }
    }
  }
  if (!rule(std::string(asked)).empty()) out.push_back({nullptr, std::string(asked), {}});
  return out;
}

std::vector<std::string> PackChain::all_names() const {
  std::vector<std::string> all;
  if (programs_.back()) all = programs_.back()->rules();
  for (const Kind* kind : cities::kinds()) {
    for (const std::string& definition : names(*kind)) {
      add_new(all, definition);
      if (!kind->schema) continue;
      for (const Key& key : kind->schema->keys) {
        if (!has_names(key)) continue;
        for (const std::string& name : names_at({kind, definition, {std::string(key.name)}}))
          add_new(all, definition + '.' + name);
      }
    }
  }
  return all;
}

std::vector<std::string> PackChain::near(std::string_view asked) const {
  // A slip or two, or the last part alone: `pin` for `machine.pin`.
  const auto distance = [&](const std::string& name) {
    return name.ends_with('.' + std::string(asked)) ? 0 : edits(asked, name);
  };
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (std::string& name : all_names()) {
    const std::size_t far = distance(name);
    if (far <= std::max<std::size_t>(1, asked.size() / 3)) ranked.emplace_back(far, std::move(name));
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < ranked.size() && i < 5; ++i)
    if (ranked[i].first <= ranked[0].first + 1) out.push_back(ranked[i].second);
  return out;
}

std::vector<Source> PackChain::rule(const std::string& name) const {
  std::vector<Source> out;
  for (auto program = programs_.rbegin(); program != programs_.rend(); ++program) {
    if (!*program || !(*program)->has(name)) continue;
    const Source source = (*program)->source(name);
    if (out.empty() || out.back() != source) out.push_back(source);
  }
  return out;
}

}  // namespace nrmm::laboratory

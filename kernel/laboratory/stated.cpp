#include "laboratory/stated.hpp"

#include <algorithm>

#include "yaml/read.hpp"

namespace nrmm::laboratory {
namespace {

using cities::Kind;
using yaml::Entry;
using yaml::Node;
using yaml::Type;

// What follows "<name>." in a dotted name, or all of it where it is the name itself.
std::optional<std::string_view> after(std::string_view dotted, std::string_view name) {
  if (dotted == name) return std::string_view();
  if (dotted.size() <= name.size() || !dotted.starts_with(name) || dotted[name.size()] != '.') return {};
  return dotted.substr(name.size() + 1);
}

// Goes on from a value; the key of a collection may be left out: `machine.pin` is `machine.fields.pin`.
const Node* walk(const Node& from, std::string_view rest, const yaml::Schema* schema) {
  if (rest.empty()) return &from;
  for (const Entry& entry : from.entries) {
    const auto further = after(rest, entry.key);
    if (!further) continue;
    const yaml::Key* key = schema ? schema->key(entry.key) : nullptr;
    return walk(entry.value, *further, key && key->type == Type::object ? key->of : nullptr);
  }
  for (const Entry& entry : from.entries) {
    const yaml::Key* key = schema ? schema->key(entry.key) : nullptr;
    const bool collection = key && (key->type == Type::named || key->type == Type::named_values);
    if (const Node* found = collection ? walk(entry.value, rest, nullptr) : nullptr) return found;
  }
  return nullptr;
}

bool is_assumed(const Node& body) {
  const Node* provenance = body.find("provenance");
  return provenance && provenance->is_plain("assumed");
}

}  // namespace

Json as_data(const Node& node) {
  if (node.is_plain("none")) return nullptr;
  if (node.is_sequence()) {
    Json list = Json::array();
    for (const auto& item : node.items) list.push_back(as_data(item));
    return list;
  }
  if (!node.is_mapping()) return yaml::to_json(node);
  Json object = Json::object();
  for (const auto& entry : node.entries) object[entry.key] = as_data(entry.value);
  return object;
}

bool holds(const Json& expected, const Json& found) {
  if (!expected.is_object() || !found.is_object()) return expected == found;
  return std::all_of(expected.items().begin(), expected.items().end(), [&](const auto& each) {
    const auto at = found.find(each.key());
    return at == found.end() ? each.value().is_null() : holds(each.value(), *at);
  });
}

const cities::MergedKind& Stated::merged(const Kind& kind) const {
  const auto found = merged_.find(kind.name);
  if (found != merged_.end()) return found->second;
  Diagnostics told_by_check;
  return merged_[kind.name] = cities::merge_kind(chain_, kind, told_by_check);
}

std::vector<Json> Stated::at(const std::string& name) const {
  std::vector<Json> out;
  const auto take = [&](const Node& body, std::string_view rest, const yaml::Schema* schema) {
    if (const Node* found = walk(body, rest, schema)) out.push_back(as_data(*found));
  };
  if (const auto rest = after(name, "pack")) take(chain_.back().manifest, *rest, &cities::kManifestSchema);
  for (const Kind* kind : cities::kinds()) {
    if (kind == &cities::kTests) continue;
    const std::string_view inside = after(name, kind->name).value_or(name);
    for (const auto& [definition, body] : merged(*kind))
      if (const auto rest = after(inside, definition)) take(body.body, *rest, kind->schema);
  }
  return out;
}

Json Stated::everything() const {
  Json out = {{"pack", as_data(chain_.back().manifest)}};
  for (const Kind* kind : cities::kinds())
    for (const auto& [name, merged] : merged(*kind))
      out[std::string(kind->name)][name] = as_data(merged.body);
  return out;
}

void Stated::collect(const Kind& kind, std::vector<Ground>& out) const {
  const auto ground = [&](const std::string& name, const Node& body) {
    const Node* basis = body.find("basis");
    if (basis && basis->is_scalar()) out.push_back({name, basis->text, is_assumed(body)});
  };
  const bool shared = &kind == &cities::kForms || &kind == &cities::kWorkflows;
  for (const auto& each : chain_.back().of(kind)) {
    ground(shared ? std::string(kind.one) + " " + each.name : each.name, each.body);
    for (const Entry& entry : each.body.entries)
      for (const Entry& part : entry.value.entries) ground(each.name + "." + part.key, part.value);
  }
}

const std::vector<Stated::Ground>& Stated::grounds() const {
  if (grounds_) return *grounds_;
  grounds_.emplace();
  const Node& manifest = chain_.back().manifest;
  if (const Node* basis = manifest.find("basis"); basis && basis->is_scalar())
    grounds_->push_back({"pack", basis->text, is_assumed(manifest)});
  for (const Kind* kind : cities::kinds())
    if (kind != &cities::kTests) collect(*kind, *grounds_);
  return *grounds_;
}

std::vector<std::string> Stated::resting_on(const std::string& basis) const {
  std::vector<std::string> out;
  for (const Ground& each : grounds())
    if (each.basis == basis) out.push_back(each.name);
  return out;
}

std::vector<std::string> Stated::assumed() const {
  std::vector<std::string> out;
  for (const Ground& each : grounds())
    if (each.assumed) out.push_back(each.name);
  return out;
}

}  // namespace nrmm::laboratory

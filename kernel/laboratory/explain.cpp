#include "base/text.hpp"
#include "cities/loader.hpp"
#include "laboratory/explaining.hpp"
#include "yaml/write.hpp"

namespace nrmm::laboratory {
namespace {

using yaml::Key;
using yaml::Node;

constexpr std::size_t kLongLine = 90;

std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string kind_of(const Place& place) {
  if (!place.kind) return "a rule";
  if (place.path.empty()) return with_article(place.kind->one);
  const Key* key = place.kind->schema->key(place.path.front());
  const std::string whole = std::string(place.kind->one) + " " + place.definition;
  const std::string part = key && key->of ? std::string(key->of->what) : "a term";
  if (place.path.size() == 2) return part + " of " + whole;
  return "`" + place.path.back() + "` of " + (place.path.size() > 2 ? part + " of " : "") + whole;
}

void explain_rule(const PackChain& chain, const std::string& name, Explanation& out) {
  Explanation::Key key{"function", {}};
  for (const Source& source : chain.rule(name)) {
    std::string pack;
    for (const cities::Layer& layer : chain.layers())
      if (source.file.starts_with(cities::shown_path(layer.id, ""))) pack = layer.id;
    key.said.push_back({pack, source, {}, {}, false});
  }
  out.keys.push_back(std::move(key));
}

Explanation explained(const Explaining& explaining, const Place& place) {
  Explanation out;
  out.name = place.name();
  out.what = kind_of(place);
  out.on = explaining.on;
  if (!explaining.pack.effective(out.on))
    out.facts.emplace_back("in force", "no: " + explaining.pack.id + " holds from " +
                                           explaining.pack.from.iso() +
                                           (explaining.pack.to ? " to " + explaining.pack.to->iso() : ""));
  if (!place.kind) {
    explain_rule(explaining.chain, place.definition, out);
  } else if (place.kind == &cities::kPolicies && explaining.pack.policies.contains(place.definition)) {
    explain_policy(explaining, place.definition, out);
  } else {
    explain_definition(explaining, place, out);
  }
  return out;
}

}  // namespace

std::vector<std::string> lines_of(const Node& value) {
  if (value.is_scalar()) return {value.quoted ? yaml::written(value.text) : value.text};
  std::string whole = yaml::flow(value);
  if (code_points(whole) <= kLongLine) return {std::move(whole)};
  std::vector<std::string> out;
  for (const Node& item : value.items) out.push_back("- " + yaml::flow(item));
  for (const yaml::Entry& entry : value.entries) out.push_back(entry.key + ": " + yaml::flow(entry.value));
  return out;
}

void Explaining::basis(const std::string& text, const std::string& stated_at, bool assumed,
                       Explanation& out) const {
  out.facts.emplace_back("basis", text);
  if (!stated_at.empty()) out.facts.emplace_back("basis at", stated_at);
  const auto document = pack.sources.find(text.substr(0, text.find(' ')));
  if (document != pack.sources.end()) out.facts.emplace_back("document", document->second);
  out.facts.emplace_back("assumed", assumed ? "yes: no document states it" : "no");
}

std::vector<Explanation> explain(const cities::PackFiles& files, const cities::Catalogue& catalogue,
                                 std::string_view name, Date on, Diagnostics& diagnostics) {
  const auto pack = cities::load_pack(files, catalogue, on, diagnostics);
  if (!pack) return {};
  const PackChain chain(files);
  std::vector<Explanation> out;
  for (const Place& place : chain.named(name)) out.push_back(explained({chain, *pack, on}, place));
  return out;
}

std::vector<std::string> names_near(const cities::PackFiles& files, std::string_view name) {
  return PackChain(files).near(name);
}

}  // namespace nrmm::laboratory

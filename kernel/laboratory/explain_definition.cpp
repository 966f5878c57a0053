#include <algorithm>

#include "laboratory/explaining.hpp"

namespace nrmm::laboratory {
namespace {

using cities::Definition;
using yaml::Key;
using yaml::Node;
using yaml::Type;

// The innermost mapping around a place in which a definition states a basis.
const Node* around_with_basis(const Definition& definition, const std::vector<std::string>& path) {
  const Node* at = &definition.body;
  const Node* found = at->find("basis") ? at : nullptr;
  for (const std::string& key : path) {
    at = at->find(key);
    if (!at) break;
    if (at->find("basis")) found = at;
  }
  return found;
}

Place inside(Place place, std::string_view name) {
  place.path.emplace_back(name);
  return place;
}

class DefinitionExplainer {
 public:
  DefinitionExplainer(const Explaining& explaining, const Place& place, Explanation& out)
      : explaining_(explaining), chain_(explaining.chain), place_(place), out_(out) {}

  void run() {
    const auto statements = chain_.at(place_);
    if (statements.empty()) return fact("stated", "nowhere");
    const bool taken_away = statements.front().value->is_plain("none");
    if (const yaml::Schema* schema = chain_.schema_of(place_); schema && !taken_away) {
      for (const Key& key : schema->keys) explain_key(key);
    } else {
      out_.keys.push_back({last_name(), said(place_)});
    }
    if (taken_away) return fact("in force", "no: taken away");
    explain_basis();
    if (place_.kind == &cities::kVocabularies && place_.path.size() == 2) explain_term();
    if (place_.kind == &cities::kDistricts) explain_district();
    if (place_.kind == &cities::kMessages) explain_text();
  }

 private:
  void fact(const std::string& key, const std::string& value) { out_.facts.emplace_back(key, value); }

  std::string last_name() const {
    return place_.path.empty() ? std::string(place_.kind->one) : place_.path.back();
  }

  void explain_key(const Key& key) {
    if (key.name == "basis" || key.name == "provenance") return;
    const Place place = inside(place_, key.name);
    const auto statements = chain_.at(place);
    if (statements.empty()) return;
    if (key.name == "label" || key.name == "title" || key.name == "name")
      out_.label = statements.front().value->text;
    if (key.type != Type::named && key.type != Type::named_values) {
      out_.keys.push_back({std::string(key.name), said(place)});
    } else if (const std::string names = names_in(place); !names.empty()) {
      fact(std::string(key.name), names);
    }
  }

  // Each is explained by its own name.
  std::string names_in(const Place& place) const {
    std::string out;
    for (const std::string& name : chain_.names_at(place)) {
      if (!chain_.at(inside(place, name)).front().value->is_plain("none"))
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
  }

  std::vector<Said> said(const Place& place) const {
    std::vector<Said> out;
    for (const Statement& each : chain_.at(place)) {
      Said one{each.definition->pack, each.source, lines_of(*each.value), {}, false};
      if (const Node* around = around_with_basis(*each.definition, place.path)) {
        one.basis = around->find("basis")->text;
        one.assumed = around->find("provenance") != nullptr;
      }
      out.push_back(std::move(one));
    }
    return out;
  }

  // Of the innermost mapping in which any pack states one, the nearest pack's counts.
  void explain_basis() {
    for (Place around = place_;; around.path.pop_back()) {
      for (const Statement& each : chain_.at(inside(around, "basis"))) {
        if (!each.value->is_scalar() || each.value->is_plain("none")) continue;
        const Node* mapping = around_with_basis(*each.definition, around.path);
        const bool assumed = mapping && mapping->find("provenance");
        return explaining_.basis(each.value->text, each.source.str(), assumed, out_);
      }
      if (around.path.empty()) return;
    }
  }

  void explain_term() {
    const cities::Vocabulary* vocabulary = explaining_.pack.vocabulary(place_.definition);
    const cities::Term* term = vocabulary ? vocabulary->term(place_.path[1]) : nullptr;
    if (!term) return;
    const auto& use = vocabulary->use;
    const auto at = std::find(use.begin(), use.end(), term->code);
    if (at == use.end()) return fact("offered", "no: not in `use`");
    if (!term->live(explaining_.on)) return fact("offered", "no: not on " + explaining_.on.iso());
    fact("offered",
         "yes: number " + std::to_string(at - use.begin() + 1) + " of " + std::to_string(use.size()));
  }

  void explain_district() {
    const cities::District* district = explaining_.pack.district(place_.definition);
    if (district) fact("open", district->live(explaining_.on) ? "yes" : "no: not on " + explaining_.on.iso());
  }

  void explain_text() {
    const auto found = explaining_.pack.messages.find(place_.definition);
    const std::string text = explaining_.pack.text(place_.definition);
    if (found != explaining_.pack.messages.end() && text != found->second) fact("reads", text);
  }

  const Explaining& explaining_;
  const PackChain& chain_;
  const Place& place_;
  Explanation& out_;
};

}  // namespace

void explain_definition(const Explaining& explaining, const Place& place, Explanation& out) {
  DefinitionExplainer(explaining, place, out).run();
}

}  // namespace nrmm::laboratory

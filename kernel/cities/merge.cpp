#include <algorithm>
#include <set>

#include "cities/overlay.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

using yaml::Node;

class Merge {
 public:
  Merge(const std::vector<Layer>& chain, const Kind& kind, Diagnostics& diagnostics)
      : chain_(chain), kind_(kind), diagnostics_(diagnostics) {}

  MergedKind run(const std::vector<Layer>& under) {
    if (kind_.inherited)
      for (const Layer& layer : under) collect(layer, false);
    for (const Layer& layer : chain_) {
      const bool own = &layer == &chain_.back();
      if (!own && !kind_.inherited) continue;
      collect(layer, own);
    }
    for (auto& [name, merged] : out_) {
      std::vector<std::string> under_way;
      merged.body = expand(merged, under_way, diagnostics_);
    }
    // A copy of nothing would only be reported again for all that it lacks.
    std::erase_if(out_, [&](const auto& each) { return without_source_.contains(each.first); });
    return std::move(out_);
  }

 private:
  void collect(const Layer& layer, bool own) {
    const std::vector<std::string> inherited = names();
    for (const Definition& definition : layer.of(kind_)) {
      const bool known = out_.contains(definition.name);
      if (definition.taken_away() && !known) {
        nothing_to_take(definition, inherited);
      } else if (definition.taken_away()) {
        out_.erase(definition.name);
      } else if (known || !alike(definition, inherited)) {
        state(definition, own);
      }
    }
  }

  void state(const Definition& definition, bool own) {
    const auto [at, added] = out_.try_emplace(definition.name);
    Merged& merged = at->second;
    merged.name = definition.name;
    if (!added && is_final(merged)) {
      diagnostics_.error(definition.source, "P008", label(definition.name) + " is final",
                         "stated in " + merged.source.str());
      return;
    }
    merged.source = definition.source;
    merged.inherited = merged.inherited || (!own || !added);
    merged.own = own;
    if (definition.body.find("as_in")) merged.statements.clear();  // a copy starts afresh
    merged.statements.push_back(&definition);
  }

  static bool is_final(const Merged& merged) {
    return std::any_of(merged.statements.begin(), merged.statements.end(), [](const Definition* each) {
      const Node* final_ = each->body.find("final");
      return final_ && final_->is_plain("true");
    });
  }

  void nothing_to_take(const Definition& definition, const std::vector<std::string>& inherited) {
    const std::string near = nearest(definition.name, inherited);
    diagnostics_.error(definition.source, "P014",
                       "there is no inherited " + label(definition.name) + " to take away",
                       near.empty() ? std::string() : "did you mean `" + near + "`?");
  }

  bool alike(const Definition& definition, const std::vector<std::string>& inherited) {
    if (&kind_ == &kTests) return false;
    for (const std::string& name : inherited) {
      if (!look_alike(definition.name, name)) continue;
      diagnostics_.error(definition.source, "P020",
                         "new " + label(definition.name) + " looks like the inherited `" + name + "`",
                         "write `" + name + "`, or choose a name that cannot be taken for it");
      return true;
    }
    return false;
  }

  // `under_way`: the definition asked for first, then those it starts from.
  Node expand(const Merged& merged, std::vector<std::string>& under_way, Diagnostics& diagnostics) {
    if (!kind_.schema) return merged.statements.back()->body;
    under_way.push_back(merged.name);
    const Node* as_in = merged.statements.front()->body.find("as_in");
    Node body;
    body.kind = Node::Kind::mapping;
    if (as_in && as_in->is_scalar()) body = copied(*as_in, under_way, diagnostics);
    for (const Definition* each : merged.statements)
      body = overlay(body, each->body, *kind_.schema, label(merged.name), diagnostics);
    body.erase("as_in");
    body.source = merged.source;
    return body;
  }

  Node copied(const Node& as_in, std::vector<std::string>& under_way, Diagnostics& diagnostics) {
    Node nothing;
    nothing.kind = Node::Kind::mapping;
    auto found = out_.find(as_in.text);
    if (found == out_.end()) {
      yaml::report_unknown(as_in.source, "P004", std::string(kind_.one), as_in.text, names(), diagnostics);
      found = out_.find(nearest(as_in.text, names()));
    }
    if (found == out_.end()) {
      without_source_.insert(under_way.front());
      return nothing;
    }
    if (found->first == under_way.front()) {
      diagnostics_.error(as_in.source, "P009", label(found->first) + " starts from itself");
      without_source_.insert(found->first);
    }
    if (std::find(under_way.begin(), under_way.end(), found->first) != under_way.end()) return nothing;
    Diagnostics told_there;  // what is wrong with the source is reported where it is expanded itself
    Node body = expand(found->second, under_way, told_there);
    return &kind_ == &kTests ? start_of_test(std::move(body)) : body;
  }

  // A test takes the case from another, not what that one proves.
  static Node start_of_test(Node body) {
    for (const char* key : {"proves", "expect", "rows", "story"}) body.erase(key);
    return body;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& [name, merged] : out_) out.push_back(name);
    return out;
  }

  std::string label(const std::string& name) const { return std::string(kind_.one) + " `" + name + "`"; }

  const std::vector<Layer>& chain_;
  const Kind& kind_;
  Diagnostics& diagnostics_;
  MergedKind out_;
  std::set<std::string> without_source_;
};

}  // namespace

MergedKind merge_kind(const std::vector<Layer>& chain, const Kind& kind, Diagnostics& diagnostics,
                      const std::vector<Layer>& under) {
  return Merge(chain, kind, diagnostics).run(under);
}

}  // namespace nrmm::cities

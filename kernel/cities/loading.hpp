#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/catalogue.hpp"
#include "cities/condition_reader.hpp"
#include "cities/overlay.hpp"
#include "cities/pack.hpp"
#include "cities/pack_layer.hpp"
#include "cities/plugin_manifest.hpp"
#include "lua/program.hpp"

namespace nrmm::cities {

// What the steps of loading share. The steps are the functions below, in the order in which load_pack calls
// them; each builds one part of the pack and reports what is wrong with it.
struct Loading {
  const std::vector<Layer>& chain;
  const std::vector<PackFolder>& plugin_folders;
  const Catalogue& catalogue;
  Date today;
  Diagnostics& diagnostics;
  Pack& pack;

  std::map<std::string_view, MergedKind> merged{};  // by Kind::name
  std::vector<PluginManifest> plugins{};            // those the pack names, as far as they are sound
  std::vector<Layer> plugin_layers{};               // what these lay under the chain
  std::shared_ptr<const lua::Program> program{};    // null: the rules do not compile
  std::set<std::string, std::less<>> lua_words{};   // every quoted text and name of the rule files

  // What something names, for P013.
  std::set<std::string, std::less<>> used_vocabularies{}, used_policies{}, used_forms{}, used_rules{},
      used_texts{}, used_figures{}, used_roles{};

  const Layer& own() const { return chain.back(); }
  // A base, and a province's pack between it and the cities, is a stock for its children: it serves no
  // district, or inherits from nobody.
  bool is_stock() const { return chain.size() == 1 || pack.districts.empty(); }
  bool is_own(const Source& source) const { return source.file.starts_with("cities/" + pack.id + "/"); }
  const PackFolder* plugin_folder(std::string_view name) const;
  const PluginManifest* plugin(std::string_view name) const;  // null: not named, or not sound
  std::set<std::string> roles() const;                        // the kernel's and the plugins'
  std::set<std::string> reviewing_roles() const;              // of these, those that may decide cases
  const MergedKind& of(const Kind& kind) const { return merged.at(kind.name); }
  std::vector<std::string> names_of(const Kind& kind) const;

  void unknown(const Source& source, const std::string& what, const std::string& name,
               const std::vector<std::string>& known, const std::string& code = "P004") const;
};

template <typename Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> out;
  for (const auto& each : map) {
    if constexpr (requires { each.first; }) {
      out.push_back(each.first);
    } else {
      out.push_back(each);
    }
  }
  return out;
}

void load_manifest(Loading& loading);
void load_plugins(Loading& loading);
void load_rules(Loading& loading);  // compiles; the model only names them
void load_vocabularies(Loading& loading);
void load_districts(Loading& loading);
void load_forms(Loading& loading);
void load_policies(Loading& loading);
void load_workflows(Loading& loading);
void load_messages(Loading& loading);
void load_fences(Loading& loading);
void load_figures(Loading& loading);           // P013, P024
void check_circles(Loading& loading);          // `shown` (P009)
void check_workflow_graphs(Loading& loading);  // P010
void check_needs(Loading& loading);            // P011, P012
void check_unused(Loading& loading);           // P013, G011
void check_offers(Loading& loading);           // P002, P013 of workflows
void check_lapses(Loading& loading);           // P021, P023

// The basis a mapping states, else the outer one; P005 where there is neither or its source is unknown, P022
// for what the pack itself assumes.
Basis read_basis(Loading& loading, const yaml::Node& body, const Basis* outer, const std::string& what);

// Placeholders of a text: {word.…} of the city's words, and `allowed`. P016.
void check_placeholders(Loading& loading, const Source& source, const std::string& text,
                        const std::set<std::string>& allowed);
// The text at a key of a definition, where the city's words may stand, and `allowed`.
std::string words_at(Loading& loading, const yaml::Node& body, std::string_view key,
                     const std::set<std::string>& allowed = {});

// A duration policy that something refers to.
std::string duration_at(Loading& loading, const yaml::Node& body, std::string_view key);

// A drawing of the pack or its parents that something refers to: its path.
std::string figure_at(Loading& loading, const yaml::Node& body, std::string_view key);

// Where `rule` of a form's check or derived value is a plugin's: the name that its manifest states among
// `names`. P012, and null, if it states it elsewhere only; null too for the pack's own rules.
const ProvidedName* provided(Loading& loading, const yaml::Node& body,
                             std::vector<ProvidedName> PluginManifest::*names);

// Names for conditions.
Askable askable_vocabulary(const Loading& loading, const std::string& vocabulary);
void add_facts(const Loading& loading, bool account_only, Askables& out);
void add_fields(const Loading& loading, const Form& form, bool derived, Askables& out);
Askables register_names(const Loading& loading, std::initializer_list<const char*> forms);

}  // namespace nrmm::cities

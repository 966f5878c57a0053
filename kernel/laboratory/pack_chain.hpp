#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "cities/pack_files.hpp"
#include "cities/pack_layer.hpp"
#include "lua/program.hpp"

namespace nrmm::laboratory {

// Something a pack can name: a definition, or what stands in it under a path of keys: {"fields", "pin"}.
struct Place {
  const cities::Kind* kind = nullptr;  // null: a rule, and the definition is its name
  std::string definition;
  std::vector<std::string> path;

  std::string name() const;  // machine.fields.pin
};

// What one pack of the chain states at a place; `none` there or around it reads as that.
struct Statement {
  const cities::Definition* definition;
  Source source;
  const yaml::Node* value;
};

// All that the packs of a chain state, each for itself, before it becomes one pack.
class PackChain {
 public:
  // For a chain that loads: nothing is reported.
  explicit PackChain(const cities::PackFiles& files);

  // Places of that name: `machine.fields.pin`, `machine.pin`, `deadlines.review`, `messages.word.site`.
  std::vector<Place> named(std::string_view name) const;
  // Names an author may have meant, likeliest first, five at most.
  std::vector<std::string> near(std::string_view name) const;

  // The nearest pack first, the base last; what a definition starts from (`as_in`) comes after its own.
  std::vector<Statement> at(const Place& place) const;
  // The keys a place can hold; null where it is a value as a whole.
  const yaml::Schema* schema_of(const Place& place) const;
  // Names stated at a place of the whole chain: fields, terms, states.
  std::vector<std::string> names_at(const Place& place) const;
  // Where each pack states a rule, the nearest first.
  std::vector<Source> rule(const std::string& name) const;

  const std::vector<cities::Layer>& layers() const { return layers_; }

 private:
  std::vector<const cities::Definition*> definitions(const cities::Kind& kind, const std::string& name) const;
  std::vector<std::string> names(const cities::Kind& kind) const;
  std::vector<std::string> all_names() const;
  void find_inside(const Place& place, std::string_view rest, std::vector<Place>& out) const;

  std::vector<cities::Layer> layers_;                          // base first
  std::vector<std::shared_ptr<const lua::Program>> programs_;  // with the rules up to each layer
};

}  // namespace nrmm::laboratory

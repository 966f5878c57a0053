#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cities/catalogue.hpp"
#include "cities/overlay.hpp"
#include "cities/pack_tables.hpp"

namespace nrmm::laboratory {

// Names that would pass for one another in a pack: what an author may write instead of the right one.
class NamePool {
 public:
  NamePool(const cities::PackFiles& files, const cities::Catalogue& catalogue);

  // Another name of that Key::kind than `name`, in the definition it is written in; nothing where there is
  // no other.
  std::optional<std::string> other(std::string_view kind, const cities::Kind* in,
                                   const std::string& definition, const std::string& name) const;
  // Another value that a condition may ask of a name.
  std::optional<std::string> other_value(const std::string& asked, const std::string& value) const;

  const yaml::Node* policy(const std::string& name) const { return body(cities::kPolicies, name); }
  // The merged definition; null where there is none.
  const yaml::Node* body(const cities::Kind& kind, const std::string& name) const;

 private:
  std::set<std::string> names(std::string_view kind, const cities::Kind* in,
                              const std::string& definition) const;
  std::set<std::string> parts(const cities::Kind& kind, const std::string& definition,
                              std::string_view key) const;
  std::set<std::string> steps(const std::string& form) const;
  std::set<std::string> defined(const cities::Kind& kind) const;

  const cities::Catalogue& catalogue_;
  std::vector<cities::Layer> layers_;
  std::map<std::string_view, cities::MergedKind> merged_;
};

}  // namespace nrmm::laboratory

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "cities/overlay.hpp"
#include "cities/pack_layer.hpp"

namespace nrmm::laboratory {

// What a pack says in so many words, for tests of texts, articles and tables. Made without cost; the overlay
// is only done when something is asked for. Not thread-safe. The chain must outlive it.
class Stated {
 public:
  explicit Stated(const std::vector<cities::Layer>& chain) : chain_(chain) {}

  // After the overlays, what is at a name such as `machine.pin`, `machine.fields.pin.label`, `500106.office`,
  // `notice.returned`, `forms.transfer.title` or `pack.name`; null where nothing is or where it was taken
  // away. Several where a name is a form's and a workflow's.
  std::vector<Json> at(const std::string& name) const;

  // All that stands in the pack after the overlays, by kind and name.
  Json everything() const;

  // The pack's own definitions, and parts of them, that give this basis, by name: `machine.pin`, `form
  // machine`.
  std::vector<std::string> resting_on(const std::string& basis) const;
  std::vector<std::string> assumed() const;

 private:
  struct Ground {
    std::string name, basis;
    bool assumed;
  };
  const std::vector<Ground>& grounds() const;
  void collect(const cities::Kind& kind, std::vector<Ground>& out) const;
  const cities::MergedKind& merged(const cities::Kind& kind) const;

  const std::vector<cities::Layer>& chain_;
  mutable std::map<std::string_view, cities::MergedKind> merged_;
  mutable std::optional<std::vector<Ground>> grounds_;
};

// A value as data; the plain word `none` is null at any depth.
Json as_data(const yaml::Node& node);

// Whether all that is expected is found: of a mapping the keys that are named, everything else whole.
bool holds(const Json& expected, const Json& found);

}  // namespace nrmm::laboratory

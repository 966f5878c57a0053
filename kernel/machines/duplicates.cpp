#include "machines/duplicates.hpp"

#include "workflows/form_photos.hpp"

namespace nrmm::machines {

std::optional<Finding> duplicate(const cities::Pack& pack, const cities::Form& form, Date on,
                                 const Identifier& one, const Others& others) {
  constexpr const char* kPolicy = "filing.duplicates";
  if (!others.any()) return std::nullopt;
  const bool refused = one.unique && others.registered && pack.text_policy(kPolicy, on) == workflows::kRefuse;
  Finding found = workflows::field_finding(pack, form, *form.field(one.field),
                                           others.registered ? "duplicate" : "duplicate_open",
                                           refused ? workflows::kRefuse : workflows::kFlag);
  found.rule = kPolicy;
  found.basis = pack.policies.find(kPolicy)->second.on(on).basis.text;
  found.inputs = {{"identifier", one.kind}, {one.field, one.value}};
  return found;
}

}  // namespace nrmm::machines

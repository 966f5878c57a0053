#pragma once

#include <functional>

#include "cities/pack.hpp"
#include "machines/machine_change.hpp"

namespace nrmm::machines {

// Which side of a change the reader may see of a field about the owner.
struct Sides {
  bool before = true, after = true;
};

// What a change made otherwise, in the city's words: [{field, label, before, after}] of the form by which the
// machine was filed, derived values last. Choices and districts by their names; personal values as `shown`
// has them.
Json changed_values(const cities::Pack& pack, const cities::Form& form, const MachineChange& change,
                    Sides of_owner, const std::function<Json(const Json&)>& shown);

}  // namespace nrmm::machines

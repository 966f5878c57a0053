#pragma once

#include <string_view>

#include "storage/database.hpp"

namespace nrmm::machines {

// The effects of changes that this program has, by the names packs give them.
bool known_effect(std::string_view effect);
void apply_effect(storage::Session&, std::string_view effect,
                  const std::string& machine);  // std::logic_error

}  // namespace nrmm::machines

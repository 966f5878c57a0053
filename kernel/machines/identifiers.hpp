#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "cities/form.hpp"

namespace nrmm::machines {

// A number by which a machine is told from all others. `unique` ones (a PIN or a maker's environmental code
// of 17 characters) belong to one registered machine only; the others (a maker's factory number, an engine's
// number) repeat in practice and only make a reviewer look.
struct Identifier {
  std::string kind;   // pin, machine_env_code, factory_number, engine_serial
  std::string value;  // normalised; with its maker where the number is the maker's
  std::string field;  // that a finding points at
  bool unique = false;
};

// Of normalised answers, one per kind, in a fixed order so that all lock them alike.
std::vector<Identifier> identifiers_of(const cities::Form& form, const Json& answers);
std::vector<std::string> unique_kinds();
// Whether an answer of the field is, or is part of, such a number of the one machine.
bool identifies(const cities::Field& field);

}  // namespace nrmm::machines

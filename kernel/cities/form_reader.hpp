#pragma once

#include "cities/loading.hpp"

namespace nrmm::cities {

// Everything of a form but conditions.
Form read_form(Loading& loading, const Merged& merged);

// `shown`, `required` and `when`, once all forms' fields are known.
void read_form_conditions(Loading& loading, const Merged& merged, Form& form);

// "module.function" of a derived value or check; P012 when no rule file has it.
std::string rule_at(Loading& loading, const yaml::Node& body);

}  // namespace nrmm::cities

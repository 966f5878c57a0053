#pragma once

#include "cities/form.hpp"
#include "cities/loading.hpp"

namespace nrmm::cities {

// A field of a form with everything but its conditions, which need all fields first.
Field read_field(Loading& loading, const yaml::Entry& entry, const Basis& of_form);

// Null and P002 where RE2 or ECMAScript would not take it, or the two would differ.
std::shared_ptr<const re2::RE2> compile_pattern(const Source& source, const std::string& pattern,
                                                Diagnostics& diagnostics);

}  // namespace nrmm::cities

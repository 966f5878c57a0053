#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "cities/form.hpp"

namespace nrmm::machines {

// The answers that the form asks. A draft may be older than the pack it is judged under: what its form does
// not ask any more is left out and named in `dropped`.
Json asked_only(const cities::Form& form, const Json& answers, std::vector<std::string>& dropped);

}  // namespace nrmm::machines

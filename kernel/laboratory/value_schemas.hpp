#pragma once

#include <string_view>

#include "base/json.hpp"
#include "cities/pack_tables.hpp"
#include "cities/standard_catalogue.hpp"

namespace nrmm::laboratory {

// Parts that several kinds of file share, as JSON Schemas.
namespace value_schemas {

Json text();
Json date();
Json none();
Json either(Json schema, Json other);
Json list_of(Json item);
Json closed(Json properties, Json required);

// What Key::kind says about a text, each item of `texts` or each value of a mapping; `true` where it says
// nothing that a schema could check.
Json named(std::string_view kind);
// What a value of type `other` is. Throws std::logic_error for a kind that is not known here.
Json other(std::string_view kind);

Json policy_value(std::string_view type);  // "duration?" …

Json condition_definition();  // for #/definitions/condition

}  // namespace value_schemas

// Rows of the kernel's tables of one kind.
std::vector<cities::KernelName> kernel_names(cities::KernelName::Kind kind);

}  // namespace nrmm::laboratory

#pragma once

#include <string>

#include "cities/pack.hpp"
#include "workflows/case.hpp"
#include "workflows/personal.hpp"

namespace nrmm::workflows {

// What the last submission has otherwise than the one before, in the form's order: [{field, label, before,
// after}]. A personal value is masked and yet listed when it changed; an answer that was not given is null.
Json changes(const cities::Pack&, const cities::Form&, const Case&, const Personal&, const std::string& city);

// What was said at the fields when the case last went on, for who has it now: [{field, label, text}].
// `events` as a case shows them.
Json open_remarks(const cities::Pack&, const cities::Form* form, const Json& events);

}  // namespace nrmm::workflows

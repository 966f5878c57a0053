#pragma once

#include "cities/judge.hpp"

namespace nrmm::machines {

// How far a filing is, page by page: {next, steps: [{step, title, complete, missing, errors}]}. Only the
// steps that are shown; `missing` are findings about what is not there yet, `errors` about what is wrong;
// `next` is the first step that is not complete, null at the end.
Json progress_wire(const cities::Pack&, const cities::Form&, const cities::Judgement&);

}  // namespace nrmm::machines

#pragma once

#include "cities/pack.hpp"
#include "workflows/call.hpp"
#include "workflows/case.hpp"

namespace nrmm::workflows {

// Adds to each of a case's photos, for its reviewers, what is known beside its pixels: `live` (came with a
// ticket for this field), `doubts`, and `earlier` where another case showed it first. That case and its photo
// are named where they lie in the officer's reach; else only the office that can look.
void add_photo_evidence(Call& call, const cities::Pack& pack, const Case& record, Json& photos);

}  // namespace nrmm::workflows

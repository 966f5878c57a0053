#pragma once

#include "cities/pack.hpp"
#include "workflows/call.hpp"
#include "workflows/case.hpp"

namespace nrmm::workflows {

// What is known of a case's photos beside their pixels, by photo, for its reviewers: `live` (came with a
// ticket for this field), `doubts`, and `earlier` where another case showed it first. That case and its photo
// are named where they lie in the officer's reach; else only the office that can look.
Json photo_evidence(Call& call, const cities::Pack& pack, const Case& record, const Json& photos);

}  // namespace nrmm::workflows

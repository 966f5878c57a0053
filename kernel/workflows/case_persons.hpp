#pragma once

#include <string>
#include <vector>

#include "workflows/case_service.hpp"
#include "workflows/case_store.hpp"

// Who did what in a case, and who therefore may not do what comes next (`not_by`).
namespace nrmm::workflows {

// The steps of the case by its events, oldest first; claim and release lead nowhere and are among them.
std::vector<Taken> steps_of(storage::Session&, const std::string& case_id);

// Problem 403 case.same_person with the transition's article when the actor, by whatever account, took what
// another must have taken.
void require_other_person(const Call&, People&, const cities::Pack&, const cities::Workflow&,
                          const cities::Transition&, const Case&);

// Whether the actor may take the transition as far as persons are concerned.
bool other_person(const Call&, People&, const cities::Transition&, const std::vector<Taken>& standing);

// Nobody decides what another holds, or what he has not seen. Problems 409 case.claimed, case.changed.
void require_seen(const Call&, const Case&, bool reviewing, std::int64_t version);

// From whom the person of the transition had to differ, by the case's events: standing transition → name.
Json differed_from(const cities::Transition&, const std::vector<case_store::Event>& events);

}  // namespace nrmm::workflows

#pragma once

#include <string>
#include <vector>

#include "cities/judge.hpp"
#include "workflows/case_store.hpp"

// The decisions that a submission or an officer's step leaves behind. Pure: what is stored when it happens,
// and what a replay must come to.
namespace nrmm::workflows {

// Of a judgement that let the form pass: what the reviewer has to look at, then what was content or derived.
std::vector<case_store::Decision> reasons_of(const cities::Judgement& judged);

// Of a transition that judged nothing. `events`: the case's, ending with this step's.
case_store::Decision reason_of(const cities::Pack& pack, const cities::Workflow& workflow,
                               const cities::Transition& transition,
                               const std::vector<case_store::Event>& events);

// The label of a reason in the transition's vocabulary, else the officer's own words.
std::string reason_text(const cities::Pack& pack, const cities::Transition* transition,
                        const std::string& reason);

// As a case keeps them (Case::findings).
Json findings_of(const cities::Judgement& judged);

// The flags from one on, which the register gave and not the form: a replay takes them as they were found.
Json register_findings(const cities::Judgement& judged, std::size_t first);
std::vector<Finding> register_findings(const Json& stored);

// name → value
Json derived_of(const cities::Judgement& judged);

}  // namespace nrmm::workflows

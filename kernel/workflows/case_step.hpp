#pragma once

#include "workflows/call.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::workflows {

// One transition being taken: what every way of taking it has in common.
struct Step {
  Call& call;
  const CaseParts& parts;
  const cities::Pack& pack;
  const cities::Workflow& workflow;
  const cities::Transition& transition;
  std::string reason{};  // code or own words
  Json remarks = Json::array();
};

// The case's workflow; Problem 503 pack.unavailable when its pack has none of the name.
const cities::Workflow& workflow_of(const cities::Pack& pack, const Case& record);

// Whose turn the case is now, in a district that need not be its own.
Office office_of(const Case& record, const std::string& district);

// Problem 409 with the definition's refusal when the guard fails.
void require_guard(const cities::Pack& pack, const cities::Transition& transition, const Json& facts);

// Brings the transition about: the case's row (inserted when it has no version yet), event, the subject's
// row, effects, messages and the audit row. `record` is the case as it was, with the answers and findings it
// is to have.
Case take(const Step& step, const Case& record, Date today);

}  // namespace nrmm::workflows

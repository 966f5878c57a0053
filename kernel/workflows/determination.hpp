#pragma once

#include "cities/judge.hpp"
#include "workflows/case_store.hpp"

// A derived value that an officer set by hand. Its event leads nowhere and carries {field: name, text:
// value}.
namespace nrmm::workflows {

case_store::Event determined(const Case&, const Actor&, const std::string& name, const std::string& value,
                             const std::string& reason);

// Why it has that value, as the person concerned reads it. Made of the event alone, so that a replay makes it
// again.
case_store::Decision reason_of(const cities::Pack&, const cities::Workflow&,
                               const case_store::Event& determined);

// The derived values that follow from what the form asks, or that no rule could say: {name: {value, reason,
// basis}}. A change of a machine asks little; what follows from the rest stands in the register.
Json derived_from_asked(const cities::Form&, const cities::Judgement&);

// The event's remarks with the labels of the values.
Json shown_values(const cities::Pack&, const cities::Workflow*, Json remarks);

}  // namespace nrmm::workflows

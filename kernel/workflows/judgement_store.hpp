#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "storage/database.hpp"

// What submissions were judged by. Rows are written once, with the decisions that came of them.
namespace nrmm::workflows::judgement_store {

struct Judged {
  std::string id, case_id, transition;
  std::vector<std::string> steps;  // empty: the whole form
  Json answers;                    // as they went in, personal values sealed
  Json facts;
  Json from_register;          // JudgedBy::from_register
  Json derived;                // name → value
  std::string kernel_version;  // when read
};

// Returns its id.
std::string add(storage::Session&, const Judged&);
std::vector<Judged> of_case(storage::Session&, const std::string& case_id);  // oldest first

// Ids of the city's next cases, oldest first; `last` empty: from the first. Without those whose owner was
// forgotten: what they were judged by is gone.
std::vector<std::string> cases_after(storage::Session&, const std::string& last);

}  // namespace nrmm::workflows::judgement_store

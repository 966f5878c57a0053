#pragma once

#include <string>

#include "base/actor.hpp"
#include "cities/pack.hpp"

namespace nrmm::machines {

// Which of the city's workflows files a machine, and as which party the actor files it.
struct FilingCourse {
  const cities::Workflow* workflow;
  std::string party;
};

// Of a new filing: the kind the client names, else the first in filing.offered that the actor may open.
// Problems: 422 when the kind is not on offer, 403 when none of his roles may open it.
FilingCourse course_of_new(const cities::Pack& pack, const Actor& actor, const std::string& kind, Date on);

// Of a draft: the kind it was begun as, while the city offers it to him; drafts outlive the rules they began
// under.
FilingCourse course_of_draft(const cities::Pack& pack, const Actor& actor, const std::string& kind, Date on);

// As which party the actor takes part in a filing of this workflow; Problem 403 when it has no part for him.
std::string party_in(const cities::Workflow& workflow, const Actor& actor);

}  // namespace nrmm::machines

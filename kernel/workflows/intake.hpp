#pragma once

#include <optional>
#include <string>

#include "workflows/handed_in.hpp"

namespace nrmm::workflows {

// What a case is about, and whose it is.
struct About {
  std::string type, id;                   // of the subject
  std::string owner;                      // account
  std::optional<std::string> district{};  // none: the form's registration_district, where it asks for it
  std::string second_party{};             // account that has a part in it beside the owner; empty: none
};

// The one way of whatever is handed in, from the rules it is under to its case. Everything in the caller's
// transaction.
struct Intake {
  const CaseService& cases;
  People& people;
  const Personal& personal;

  // A running case keeps its rules and workflow; for anything else the caller says which workflow to follow.
  // `current`: the last case, running or ended, locked by who means to hand in.
  Course course(const Call&, const PackPtr& active, std::optional<Case> current) const;

  // Opens the case or carries it on with what was accepted. `sealed`: HandedIn::sealed().
  Case open(const Call&, const Course&, const About&, const Json& sealed, HandedIn) const;
  // The same, as it is answered: {case, derived, dropped}.
  Json submit(const Call&, const Course&, const About&, const Json& sealed, HandedIn) const;
  // What comes whole with the call and stands in its case alone, judged so far that only the register's own
  // findings are missing. Problems: 400; 409 case.transition.
  HandedIn judge(const Call&, const Course&, const About&, const Json& answers) const;
  // The same, then accepted and as submit(). Problem 422 form.refused with every finding.
  Json take(const Call&, const Course&, const About&, const Json& answers) const;
};

}  // namespace nrmm::workflows

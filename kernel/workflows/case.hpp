#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"

namespace nrmm::workflows {

// What clients branch on (contract, Calls): a case's state is the pack's word, its phase is ours.
enum class Phase { open, returned, approved, refused, cancelled };

const char* name_of(Phase phase);
Phase phase_of(std::string_view name);  // std::invalid_argument for another word
inline bool ended(Phase phase) { return phase != Phase::open && phase != Phase::returned; }

// One run of a workflow over one subject. It begins at submission and keeps the revision it began with.
struct Case {
  std::string id;
  std::string kind;      // contract: profile_review, machine_registration …
  std::string workflow;  // name in the pack
  std::string revision;
  std::string state;
  Phase phase = Phase::open;
  std::string subject_type;  // filing | machine | account | site
  std::string subject_id;
  std::string district;        // of the office that has it; empty: none, every reviewer of the role sees it
  std::string filed_district;  // as filed: an office may hand a case over to another
  std::string department;      // answer `department`, where the form asks it
  std::string township;        // answer `township`, likewise
  std::vector<std::string> reviewers;  // officers' roles that decide anywhere in the workflow
  std::vector<std::string> turn;       // those that may act now
  std::vector<std::string> barred;     // accounts that may not, for what they did before (`not_by`)
  std::string opened_by;               // account that submitted
  std::string owner;                   // account whose matter it is; an agent opens another's case
  std::string second_party;            // account that has a part in it beside them; empty: none
  std::string claimed_by;              // account; empty: nobody
  std::string claimed_by_name;
  Json answers = Json::object();  // personal values sealed (personal.hpp)
  Json answers_before;            // of the submission before this one; null: there was none
  Json findings = Json::array();  // of the last judgement, as Finding::to_json
  Json derived = Json::object();  // of what its form asks: name → {value, reason, basis}; an officer's first
  Date date;                      // dated values hold as of this day: the first submission
  std::string due_at;             // RFC 3339; empty: no deadline
  bool overdue = false;           // it has passed
  std::string state_since;        // RFC 3339
  std::int64_t version = 0;
  std::string created_at;
};

}  // namespace nrmm::workflows

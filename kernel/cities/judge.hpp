#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"

namespace nrmm::cities {

// Code of a finding that a person must decide: its rule failed, was stopped or was not run.
inline constexpr const char* kManual = "manual";

struct DerivedValue {
  Json value;          // null when the rule could not say
  std::string reason;  // text in the city's words
  std::string basis;
};

// What the city's rules make of a form's answers. Pure: the same inputs give the same judgement, on the
// server, in a pack's tests and in a replay. Only a rule that is stopped, or on a server not run, depends on
// more than its inputs: its finding is `manual` with inputs.undecided, and a replay passes it in. Nothing
// here asks a database: photos, parties and SMS codes are the caller's to verify.
struct Judgement {
  Json answers = Json::object();      // normalised, only of shown fields
  std::vector<std::string> shown;     // fields, in the order of the steps
  std::vector<std::string> required;  // required now
  std::vector<std::string> verified;  // answered, well-formed, check digit right
  std::vector<std::string> dropped;   // answered but not shown
  std::vector<std::string> steps;     // steps that have something to show or are empty by design
  std::map<std::string, DerivedValue> derived;
  std::vector<Finding> errors;  // level refuse
  std::vector<Finding> flags;   // levels flag and note
  std::vector<Finding> passed;  // rules that ran and were content, with their inputs: for `why` and replay

  bool refused() const { return !errors.empty(); }
};

struct JudgeRequest {
  const Pack& pack;
  const Form& form;
  const Json& answers;                    // object: field → value as the contract types it
  const Json& facts;                      // object: fact → value
  Date date;                              // the case's date
  std::vector<std::string> only_steps{};  // empty: the whole form
  // For replays: the rules, as findings name them, that were not decided in time then, with the inputs their
  // findings had. They are not run; their findings are the same again.
  std::map<std::string, Json> undecided{};
};

// Wrong JSON types and unknown fields throw Problem 400; everything else is a finding.
Judgement judge(const JudgeRequest& request);

// The flags of rules that failed, were stopped or not run. Where no person reviews they must refuse.
std::vector<Finding> left_to_persons(const Judgement& judged);

// False for the inputs of a finding or stored decision of a rule that was stopped or not run: what a replay
// has to pass as `undecided`.
bool decided_in_time(const Json& inputs);

// Types only (contract: wrong JSON type, unknown key are 400) — for drafts, which may be incomplete.
void check_shape(const Form& form, const Json& answers);
void check_shape(const Pack& pack, const Form& form, const Json& answers);  // findings carry the city's texts

}  // namespace nrmm::cities

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cities/judge.hpp"
#include "cities/pack_source.hpp"
#include "storage/database.hpp"
#include "workflows/call.hpp"
#include "workflows/case.hpp"
#include "workflows/engine.hpp"
#include "workflows/notices.hpp"
#include "workflows/people.hpp"
#include "workflows/personal.hpp"
#include "workflows/plugin_work.hpp"
#include "workflows/subject.hpp"

namespace nrmm::workflows {

// What a form was judged by, kept so that the judgement can be made again.
struct JudgedBy {
  Json answers;                        // as they went in, personal values sealed
  std::vector<std::string> steps;      // empty: the whole form
  Json from_register = Json::array();  // findings that no form alone could make: register_findings()
};

// What a subject's service hands over when its owner submits: already judged, nothing refused.
struct Submission {
  std::string workflow;  // name in the pack
  std::string subject_type;
  std::string subject_id;
  std::string party;  // as which the actor submits: owner, agent, site_manager …
  std::string owner;  // account
  std::string district;
  Json answers;              // sealed
  Json facts;                // for the guard, and by which it was judged
  cities::Judgement judged;  // flags become the case's findings, everything becomes `why`
  JudgedBy by;
  std::string second_party{};  // account that has a part in it beside the owner; empty: none
};

struct TransitionRequest {
  std::string transition;
  std::int64_t version = 0;      // that the caller saw
  std::string reason;            // code of the transition's vocabulary, or own words (at most 500 characters)
  Json remarks = Json::array();  // [{field, text}], fields of the case's form only
  bool only_clean = false;       // not where the rules left something for the reviewer to look at
};

// One of several cases that are decided alike.
struct SeenCase {
  std::string id;
  std::int64_t version = 0;
};

// Into whose hands, or to which district's office. One of the two may be empty.
struct Assignment {
  std::int64_t version = 0;
  std::string officer;  // account
  std::string district;
  std::string reason;  // own words; may be empty
};

// A derived value of the case's form, by hand.
struct Determination {
  std::int64_t version = 0;
  std::string name, value;  // of the derived value's vocabulary
  std::string reason;       // own words
};

struct CaseParts {
  const Subjects& subjects;
  cities::PackSource& packs;
  People& people;
  const Personal& personal;
  const Notices& notices;
  PluginWork* plugins = nullptr;  // none: no plugin runs
};

// Use cases of reviewed and direct workflows. Everything happens in the caller's transaction: state, event,
// decisions, messages and audit row together. Locks the case's row, then the subject's.
class CaseService {
 public:
  explicit CaseService(CaseParts parts) : parts_(parts) {}

  // Locks the case and returns it; nullopt when there is none. Call before locking the subject's row.
  std::optional<Case> lock(storage::Session&, const std::string& case_id) const;
  std::optional<Case> find(storage::Session&, const std::string& case_id) const;

  // The case where it is the caller's to see; Problem 404 where it is none of his.
  Case case_for(Call&, const std::string& case_id) const;

  // The pack of a case's own revision; Problem 503 pack.unavailable when the archive cannot give it.
  std::shared_ptr<const cities::Pack> pack_of(const Case& record, const std::string& city) const;

  // Problem 409 with the workflow's refusal text when its `open` guard fails: profile.not_approved where the
  // account's profile is what is missing, else case.guard. Problem 403 when the party may not open it.
  static void require_open(const cities::Pack&, const cities::Workflow&, std::string_view party,
                           const Json& facts);

  // Opens the case under the pack, or carries a returned one on under its own revision.
  Case submit(Call, std::shared_ptr<const cities::Pack> pack, std::optional<Case> current,
              const Submission&) const;

  // Problems: 404; 409 case.claimed{by}, case.changed{by}, case.transition, case.guard; 403 case.own,
  // case.same_person; 422 reason or remarks.
  Case transition(Call, const std::string& case_id, const TransitionRequest&) const;

  // The same transition of several clean cases, each for itself: [{id, outcome: done|refused, version, state,
  // phase | code, problem}] in the order given. What is refused changes nothing; the others stand.
  // Problem 409 case.flagged is one item's: a person must look at it.
  Json transitions(Call, const std::string& transition, const std::vector<SeenCase>& cases) const;

  // Hands a running case over. The city's level hands over any case, an officer below it what nobody else
  // holds, within his districts. Problems: as transition(), 422 for an officer who may not decide it.
  Case assign(Call, const std::string& case_id, const Assignment&) const;
  // Who may be given the case, in its district or another: {items: [{id, name, districts, holds}]}.
  Json assignees(Call, const std::string& case_id, const std::string& district) const;

  // Sets a derived value where the city's rules leave it to the officer, or could not say; he then holds the
  // case. Problems: as transition(), 422 for value or reason.
  Case determine(Call, const std::string& case_id, const Determination&) const;

  // The contract's Case for this viewer. Problem 404 when it is none of his.
  Json view(Call, const std::string& case_id) const;
  Json view(Call, const Case&) const;
  Json why(Call, const std::string& case_id) const;
  // Query keys: kind state phase district department role mine turn overdue due_before order cursor.
  Json list(Call, const std::map<std::string, std::string, std::less<>>& query, int limit) const;
  // The caller's queues with how many cases each holds: {queues: […], totals: {…}}.
  Json summary(Call) const;

  // What the clock brings: reminders before a deadline, and after it the system's own transition (`late`) or
  // a notice to who is late. Each once, however many servers run it. Returns how many cases it looked at.
  // `stuck` hears of a case for which that failed, and why; it is tried again after an hour.
  using Stuck = std::function<void(const Case&, const std::string& reason)>;
  int run_late(storage::Session&, const Stuck& stuck = {}) const;

 private:
  Case decide(Call&, const Case&, const TransitionRequest&) const;
  Json one_of_many(Call&, const std::optional<Case>&, const std::string& id, const TransitionRequest&) const;
  void on_time(Call&, const Case&, Date today) const;
  void after_deadline(Call&, const cities::Pack&, const cities::Workflow&, const Case&, Date today) const;
  void remind(Call&, const cities::Pack&, const cities::Workflow&, const Case&) const;
  bool may_hold(Call&, const Case&, const std::string& account) const;
  std::vector<Officer> candidates(Call&, const Case&, const std::string& district) const;
  void record_assignment(Call&, const cities::Pack&, const Case&, const Assignment&) const;
  bool visible(Call&, const Case&, const cities::Pack&) const;
  Parties parties_of(Call&, const Case&, const cities::Pack&) const;
  // Whether any of these is an officer's role that decides in the workflow.
  static bool reviewing(const cities::Workflow&, const Parties&);
  bool own_matter(Call&, const Case&) const;
  void check_claim(Call&, const cities::Pack&, const cities::Workflow&, const Case&, const Parties&,
                   bool hold) const;
  void claim(Call&, const Case&, bool hold) const;
  Json offers(Call&, const Case&, const cities::Pack&) const;
  // The derived values that the caller may determine now: [{name, label, values: [{value, label}]}].
  Json determinations(Call&, const Case&, const cities::Pack&) const;
  std::vector<const cities::Derived*> left_to(Call&, const Case&, const cities::Pack&) const;

  CaseParts parts_;
};

}  // namespace nrmm::workflows

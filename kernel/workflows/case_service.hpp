#pragma once

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
};

struct TransitionRequest {
  std::string transition;
  std::int64_t version = 0;      // that the caller saw
  std::string reason;            // code of the transition's vocabulary, or own words (at most 500 characters)
  Json remarks = Json::array();  // [{field, text}], fields of the case's form only
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

  // The contract's Case for this viewer. Problem 404 when it is none of his.
  Json view(Call, const std::string& case_id) const;
  Json view(Call, const Case&) const;
  Json why(Call, const std::string& case_id) const;
  // Query keys: kind state phase district mine turn cursor.
  Json list(Call, const std::map<std::string, std::string, std::less<>>& query, int limit) const;

  // The system's own transitions of cases whose deadline has passed (`late`). Returns how many it made.
  int run_late(storage::Session&) const;

 private:
  bool visible(Call&, const Case&, const cities::Pack&) const;
  Parties parties_of(Call&, const Case&, const cities::Pack&) const;
  // Whether any of these is an officer's role that decides in the workflow.
  static bool reviewing(const cities::Workflow&, const Parties&);
  bool own_matter(Call&, const Case&) const;
  void check_claim(Call&, const cities::Pack&, const cities::Workflow&, const Case&, const Parties&,
                   bool hold) const;
  void claim(Call&, const Case&, bool hold) const;
  Json offers(Call&, const Case&, const cities::Pack&) const;

  CaseParts parts_;
};

}  // namespace nrmm::workflows

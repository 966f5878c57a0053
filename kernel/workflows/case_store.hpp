#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"

// The SQL of cases, their events and decisions. Ids that are no UUIDs name nothing.
namespace nrmm::workflows::case_store {

std::optional<Case> find(storage::Session&, const std::string& id);
std::optional<Case> lock(storage::Session&, const std::string& id);
// The running case about a subject.
std::optional<Case> lock_open(storage::Session&, const std::string& subject_type,
                              const std::string& subject_id);
// Whether there is one; locks nothing.
bool running(storage::Session&, const std::string& subject_type, const std::string& subject_id);

// Days in the city's time zone: the last one, and the one on which who must act is reminded.
struct Deadline {
  std::optional<Date> due, remind;
};
void insert(storage::Session&, const Case&, const Deadline&);
// Everything a transition may change; the version rises by one.
void update(storage::Session&, const Case&, const Deadline&);
// Only who holds it; the version rises by one.
void set_claim(storage::Session&, const Case&, const std::string& account);
// A derived value of its form; the version stays.
void determine(storage::Session&, const Case&, const std::string& name, const Json& made);
// To another office and, where `account` is not empty, into an officer's hands; the version rises by one.
void hand_over(storage::Session&, const Case&, const std::string& district, const std::string& account);

// The photos a case shows; those it showed before and does not any more stay readable.
void add_photos(storage::Session&, const std::string& case_id, const std::vector<std::string>& photos);

Date today(storage::Session&);

struct Event {
  std::string case_id, transition, from, to, actor, actor_name, reason;
  Json remarks = Json::array();
  std::string at;  // when read
};
void add_event(storage::Session&, const Event&);
std::vector<Event> events(storage::Session&, const std::string& case_id);
std::string last_actor(storage::Session&, const std::string& case_id);  // name

struct Decision {
  std::string case_id, rule, outcome, field, message, basis, revision;
  Json inputs = Json::object();
  std::string at;         // when read
  std::string judgement;  // id; empty: a person decided
};
void add_decision(storage::Session&, const Decision&);
std::vector<Decision> decisions(storage::Session&, const std::string& case_id);

// A queue, oldest first or the most urgent first. Empty texts do not filter.
struct Filter {
  std::string kind, state, phase, district, department, claimed_by;
  std::string role;  // whose turn it is
  std::optional<bool> overdue;
  std::optional<Date> due_before;                     // the last day is an earlier one
  std::optional<std::vector<std::string>> districts;  // none: the whole city; cases without one always
  struct Officer {
    std::vector<std::string> roles, departments;
    std::string township, account;
  };
  std::optional<Officer> decides;  // only those of whose roles this officer is in charge; none: all
  std::optional<Officer> waiting;  // only where it is this officer's turn
  std::string person;   // whose matter it is, who opened it or has a part in it; not together with `waiting`
  bool urgent = false;  // by deadline, those without one last; else by age
  std::string after;    // id of the last one before
  std::optional<Date> after_due;  // and, where `urgent`, its last day
  int limit = 20;
};
std::vector<Case> list(storage::Session&, const Filter&);

// How many running cases there are of each kind, state, district and department.
struct Count {
  std::string kind, workflow, state, phase, district, department;
  std::int64_t cases = 0, turn = 0, mine = 0, claimed = 0, overdue = 0;
  std::string oldest, due;  // RFC 3339; `due` empty: none has a deadline
};
std::vector<Count> counts(storage::Session&, const Filter&, const Filter::Officer& who);

// The running cases of a city for an operator: no office, no person.
struct Load {
  std::string phase;
  std::int64_t cases = 0, overdue = 0;
  double oldest = 0;  // its age in seconds
};
std::vector<Load> loads(storage::Session&);

// Running cases that the clock must look at, locked; those another server holds are left out.
std::vector<Case> lock_woken(storage::Session&, int limit);
// Not again before its deadline; not at all when that has passed.
void sleep_on(storage::Session&, const Case&);
// Again in an hour: what was due could not be done.
void wake_later(storage::Session&, const Case&);

}  // namespace nrmm::workflows::case_store

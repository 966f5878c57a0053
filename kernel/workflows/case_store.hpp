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

// `due`: the last day, in the city's time zone.
void insert(storage::Session&, const Case&, const std::optional<Date>& due);
// Everything a transition may change; the version rises by one.
void update(storage::Session&, const Case&, const std::optional<Date>& due);
// Only who holds it; the version rises by one.
void set_claim(storage::Session&, const Case&, const std::string& account);

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

// A queue, oldest first. Empty texts do not filter.
struct Filter {
  std::string kind, state, phase, district, claimed_by;
  std::optional<std::vector<std::string>> reviewers;  // roles; none: all
  std::optional<std::vector<std::string>> districts;  // none: the whole city; cases without one always
  struct Waiting {
    std::vector<std::string> roles;
    std::string account;
  };
  std::optional<Waiting> waiting;  // only where it is this officer's turn
  std::string after;               // id
  int limit = 20;
};
std::vector<Case> list(storage::Session&, const Filter&);

// Open cases whose deadline has passed, locked; those another server holds are left out.
std::vector<Case> lock_late(storage::Session&, int limit);

}  // namespace nrmm::workflows::case_store

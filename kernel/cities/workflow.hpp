#pragma once

#include <map>
#include <string>
#include <vector>

#include "cities/condition.hpp"
#include "cities/definition.hpp"

namespace nrmm::cities {

// The language's own transition: the one that begins a case.
inline constexpr const char* kOpen = "open";

// The subject of a case that is about nothing in the register: what its form says, and no more.
inline constexpr const char* kMatter = "matter";

// The subject of a case about a place where machines work.
inline constexpr const char* kSite = "site";

struct State {
  std::string name;
  std::string label;
  std::map<std::string, std::vector<std::string>> edits;  // party → steps it may edit; {"*"} for all
  std::string due;                                        // duration policy
  std::string remind;  // duration policy: so long before due, who must act is reminded
  std::string late;    // transition the system takes when due has passed
  bool end = false;
  Source source;
};

struct Transition {
  std::string name;
  std::string label;
  std::vector<std::string> from;  // empty for `open`
  std::string to;
  std::vector<std::string> by;              // parties and officers' roles; `reviewer` is the workflow's role
  std::vector<std::string> roles;           // the officers' roles of `by`, `reviewer` told by its name
  std::vector<std::string> not_by;          // transitions: not by the person who took one of these
  Condition when;                           // guard over facts
  std::string refusal;                      // text when the guard fails
  std::vector<std::string> check;           // steps judged; {"*"} for all; empty: none
  std::vector<std::string> effects;         // `do`
  std::map<std::string, std::string> tell;  // party → event (message key notice.<event>)
  std::string reason;                       // vocabulary of reasons; a reason must be given
  Basis basis;
  Source source;
};

// How a case of one kind runs, as data. `open` is the transition that begins it.
struct Workflow {
  std::string name;
  std::string title;
  std::string subject;  // filing | machine | account | officer | site | matter
  std::string form;
  std::string reviewer;  // role that `reviewer` stands for; empty where nothing says `reviewer`
  Basis basis;
  std::map<std::string, State, std::less<>> states;
  std::map<std::string, Transition, std::less<>> transitions;
  std::vector<std::string> transition_order;  // as written
  Source source;

  const State* state(std::string_view name) const;
  const Transition* transition(std::string_view name) const;
};

}  // namespace nrmm::cities

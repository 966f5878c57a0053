#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/tables.hpp"

namespace nrmm::api {

// A transition of a case: {case, workflow, subject_type, subject, transition, from, to, phase, version}.
struct Transition {
  std::string city;
  Json what;
  std::string actor;  // account; empty: the server itself or a stranger
};

// `do: [<plugin>.<effect>]` of a transition, within its transaction: an exception or a Refusal undoes all of
// it.
using Effect = std::function<void(const Transition&, Tables&)>;

// What happened, after the commit; as a rule once, perhaps again, and not always in order: several servers
// tell, and an exception has it told again later. After twenty tries it is left to the operator.
using Listener = std::function<void(const Transition&)>;

// Once in the manifest's `every`, in each city that uses the plugin, by one server at a time; in a
// transaction.
using Job = std::function<void(const std::string& city, Tables&)>;

// `nrmm x <plugin> <command> --city C words…`, in a process of its own and in a transaction that commits when
// it returns 0. Prints what it has to say; returns the exit code.
using Command = std::function<int(const std::string& city, const std::vector<std::string>& words, Tables&)>;

}  // namespace nrmm::api

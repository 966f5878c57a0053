#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/definition.hpp"
#include "cities/fence.hpp"
#include "cities/figure.hpp"
#include "cities/form.hpp"
#include "cities/workflow.hpp"

namespace nrmm::lua {
class Pool;
}

namespace nrmm::cities {

// A city as the kernel knows it: the pack's folder laid over its parents', checked, compiled and immutable.
// Shared by all threads; a case keeps the revision it was submitted under.
class Pack {
 public:
  std::string id;
  std::string name;
  std::string adcode;
  std::string timezone;            // IANA name
  std::string revision;            // SHA-256 over the files of the whole chain, first 16 hex digits
  std::vector<std::string> chain;  // ids, base first, own last
  Date from;
  std::optional<Date> to;  // both included
  Basis basis;

  std::map<std::string, Policy, std::less<>> policies;
  std::map<std::string, Vocabulary, std::less<>> vocabularies;
  std::vector<District> districts;  // own only, in the file's order
  std::map<std::string, Form, std::less<>> forms;
  std::map<std::string, Workflow, std::less<>> workflows;
  std::map<std::string, std::string, std::less<>> messages;
  std::map<std::string, Fence, std::less<>> fences;
  std::map<std::string, Figure, std::less<>> figures;       // path → drawing, own and inherited
  std::map<std::string, std::string, std::less<>> sources;  // documents: short name → title
  std::map<std::string, Json, std::less<>> plugins;         // name → settings
  std::map<std::string, Role, std::less<>> roles;           // those that the plugins add
  std::shared_ptr<lua::Pool> rules;
  std::vector<std::string> fact_names;  // of the catalogue: what rules may ask of ctx, beside derived values

  bool effective(Date on) const { return from <= on && (!to || on <= *to); }
  const Form* form(std::string_view name) const;
  const Workflow* workflow(std::string_view name) const;
  const Vocabulary* vocabulary(std::string_view name) const;
  const Role* role(std::string_view name) const;  // one that a plugin adds
  const District* district(std::string_view id) const;
  const District* district_of_code(
      std::string_view two_characters) const;  // also closed ones: old codes stay readable

  // The value in force on the date; null where it is `none`. A name the base does not declare is a
  // programmer's error.
  const Json& policy(std::string_view name, Date on) const;
  bool flag(std::string_view name, Date on) const;
  std::string text_policy(std::string_view name, Date on) const;        // choice and text; "" for none
  std::vector<std::string> list(std::string_view name, Date on) const;  // choices, names
  std::optional<Duration> duration(std::string_view name, Date on) const;
  Condition condition(std::string_view name, Date on) const;

  // The day a duration ends: counted from the day after `start`; working days by the city's calendar.
  Date due(Duration duration, Date start) const;
  // The day that lies a duration before `end`, counted likewise.
  Date before(Duration duration, Date end) const;
  // Working days after `start` up to and with `end`; 0 when end is not later.
  int working_days(Date start, Date end) const;
  bool working_day(Date day) const;

  // All policies' values on the date, by name: what rules see as ctx.policy.
  Json policy_table(Date on) const;

  // The city's text for a message key, with {placeholders} and {word.*} filled. An unknown key gives the key
  // itself. Placeholders may be texts, numbers or lists of them; a value is never filled again, so what a
  // person typed cannot name other placeholders. An unknown placeholder stays as written, null leaves
  // nothing.
  std::string text(std::string_view key, const Json& placeholders = Json::object()) const;
  std::string fill(std::string_view text, const Json& placeholders = Json::object()) const;
};

// All cities this process serves; replaced as a whole.
struct PackSet {
  std::map<std::string, std::shared_ptr<const Pack>, std::less<>> cities;

  std::shared_ptr<const Pack> find(std::string_view id) const;
};

}  // namespace nrmm::cities

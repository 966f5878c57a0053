#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/source.hpp"

namespace nrmm::cities {

// Why a definition is as it is: document and article; `assumed` where no document states it.
struct Basis {
  std::string text;
  bool assumed = false;
};

// A list of words that answers and rules choose from.
struct Term {
  std::string code;
  std::string label;
  std::optional<Date> from, to;  // both included

  bool live(Date on) const { return (!from || *from <= on) && (!to || on <= *to); }
};

struct Vocabulary {
  std::string name;
  std::string label;
  std::vector<Term> terms;       // all, also those `use` leaves out: old answers stay readable
  std::vector<std::string> use;  // offered, in order
  Basis basis;
  Source source;

  const Term* term(std::string_view code) const;
  bool offers(std::string_view code, Date on) const;
  std::vector<const Term*> offered(Date on) const;  // in the order of `use`
};

struct District {
  std::string id;  // GB/T 2260, or the pack's own id for a zone without one
  std::string name;
  std::string code;      // two characters in the registration code
  std::string province;  // first character where one list spans provinces
  std::optional<Date> from, to;
  std::vector<std::string> successors;
  std::string office_name;
  std::string office_phone;
  Basis basis;
  Source source;

  bool live(Date on) const { return (!from || *from <= on) && (!to || on <= *to); }
};

// An officer's role that a plugin adds, in the cities whose packs name it. It may decide cases.
struct Role {
  std::string name;   // <plugin>.<role>
  std::string title;  // as people call it
  std::string description;
  bool of_districts = false;  // who has it works in districts of his, else in the whole city
  Source source;
};

// Whether the name is one that a plugin provides: <plugin>.<name>.
inline bool of_plugin(std::string_view name) { return name.find('.') != std::string_view::npos; }

// A span of time as packs state it: `30 days` or `5 working days`.
struct Duration {
  int days = 0;
  bool working = false;

  static std::optional<Duration> parse(std::string_view text);
  std::string str() const;
};

// A dated value. Json: flag → bool, integer/number → number, text/choice/date → string, choices/names/dates →
// array of strings, duration → its text, table → array of objects, condition → the condition's JSON, `none` →
// null.
struct PolicyValue {
  Json value;
  Basis basis;
  Source source;
};

struct Policy {
  std::string name;
  std::string description;
  std::string type;  // with a trailing ? where `none` is allowed
  std::string unit;
  std::vector<std::string> options;
  std::string of;  // names: workflows|facts; condition: machine|movement
  bool final_ = false;
  bool lapses_yearly = false;
  PolicyValue undated;                  // holds where no dated value does
  std::map<Date, PolicyValue> dated;    // by first day
  std::vector<PolicyValue> overridden;  // what the parents said, nearest first: for `pack explain`
  Source source;

  const PolicyValue& on(Date date) const;
};

}  // namespace nrmm::cities

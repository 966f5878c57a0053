#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cities/condition.hpp"
#include "cities/definition.hpp"

namespace re2 {
class RE2;
}

namespace nrmm::cities {

// The field types of the HTTP contract; their names on the wire are the enumerators'.
enum class FieldType {
  text,
  phone,
  id_number,
  uscc,
  pin,
  disclosure_number,
  machine_env_code,
  engine_approval_number,
  integer,
  number,
  date,
  choice,
  choices,
  district,
  photo,
  photos,
  position,
  area
};

std::optional<FieldType> field_type(std::string_view name);
const char* name_of(FieldType type);

struct Field {
  std::string name;
  std::string label;
  FieldType type = FieldType::text;
  Condition required = Condition::never();
  Condition shown;         // default: always
  std::string vocabulary;  // choice, choices
  std::string help_text, help_figure, example;
  std::string unit;
  std::optional<double> min, max;  // value of a number, count of photos and choices
  std::optional<int> max_length;   // code points
  std::string pattern;             // RE2 ∩ ECMAScript, applied to the normalised value
  std::shared_ptr<const re2::RE2> compiled_pattern;
  Json default_value;
  std::string photo_source = "any";  // any | camera
  std::string party;                 // on a phone: the account registered with it becomes this party
  std::string sms_purpose, sms_to;   // a code sent by POST sms-codes; `to` is a party or a field
  std::string credential;  // phone | password | sms_code: goes to the account, never into the record
  std::string within;      // duration policy: an older date is flagged late
  bool copied = true;      // into a filing that starts from an earlier one
  Basis basis;             // its own or the form's
  Source source;
};

struct Step {
  std::string name;
  std::string title;
  std::vector<std::string> fields;
};

// At least one of the fields must be answered when the condition holds.
struct Group {
  std::string name;
  std::vector<std::string> fields;
  Condition when;
  Basis basis;
  Source source;
};

// A value the city's rule computes: rule = "machine.emission_stage".
struct Derived {
  std::string name;
  std::string label;
  std::string vocabulary;
  std::string rule;
  std::vector<std::string> override_roles;
  Basis basis;
  Source source;
};

struct Check {
  std::string name;
  std::string rule;
  std::string field;
  std::string level = "refuse";  // refuse | flag | note
  std::string text;              // with {placeholders} filled from what the rule returns
  Basis basis;
  Source source;
};

struct Form {
  std::string name;
  std::string title;
  Basis basis;
  std::vector<Step> steps;
  std::map<std::string, Field, std::less<>> fields;  // the stock; only those that steps list are asked
  std::vector<Group> groups;                         // at_least_one, in the file's order
  std::vector<Derived> derived;
  std::vector<Check> checks;
  Source source;

  const Field* field(std::string_view name) const;
  std::vector<const Field*> listed() const;  // in the order of the steps
};

}  // namespace nrmm::cities

#pragma once

#include <string>
#include <vector>

#include "cities/pack.hpp"

namespace nrmm::cities {

// One field a form asks, with its conditions reduced to the form's own fields.
struct SettledField {
  const Field* field;
  Condition shown;
  Condition required;
  bool required_by_check;  // also a derived value decides: POST …/check tells, the form alone cannot
};

struct SettledGroup {
  const Group* group;
  std::vector<const Field*> fields;  // those the form asks
  Condition when;
};

// A form once the facts are known; what never can apply is left out of `groups`, but stays in `fields`.
struct SettledForm {
  SettledForm(const Form& form, const Json& facts);

  const SettledField* field(std::string_view name) const;

  const Form& form;
  std::vector<SettledField> fields;
  std::vector<SettledGroup> groups;
};

// Codes and labels a field offers on a date, in order; empty for types without options.
std::vector<std::pair<std::string, std::string>> options_of(const Pack& pack, const Field& field, Date on);

// 5, not 5.0: limits are kept as double, clients show them as they come.
Json plain_number(double number);

}  // namespace nrmm::cities

#pragma once

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/judge.hpp"
#include "cities/pack.hpp"

namespace nrmm::cities {

// The form as `GET forms/{form}` answers it: all a client needs that knows no city. Options are those offered
// on the date; conditions speak of the form's own fields only, the rest is settled by `facts` (object: fact →
// value). Derived values are not known yet, so what depends on them is false until `check` says otherwise.
Json form_wire(const Pack& pack, const Form& form, const Json& facts, Date on);

// The answers of a submission as JSON Schema 2020-12, under the same facts and date. It describes normalised
// values, and what derived values and Lua rules decide is not in it: what it refuses may be accepted after
// normalisation, what it accepts may still break a rule.
Json form_schema(const Pack& pack, const Form& form, const Json& facts, Date on);

// name → {value, reason, basis}
Json derived_wire(const Judgement& judgement);

// The answer of `POST forms/{form}/check`. `notes` is there only where a rule has something to say that does
// not refuse.
Json check_wire(const Judgement& judgement);

}  // namespace nrmm::cities

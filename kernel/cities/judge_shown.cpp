#include <algorithm>

#include "cities/judging.hpp"

namespace nrmm::cities {

// `shown` may name fields that are themselves hidden, so each is decided when first asked for. The loader
// refuses circles; one that reached this point would hide its fields.
bool Judging::visible(Asked& one) {
  if (one.visibility == Visibility::unknown) {
    one.visibility = Visibility::deciding;
    one.visibility = holds(one.field->shown) ? Visibility::shown : Visibility::hidden;
  }
  return one.visibility == Visibility::shown;
}

void Judging::show() {
  for (Asked& one : asked_) {
    const bool shown = visible(one);
    const bool kept = shown && one.field->credential.empty();
    const auto& name = one.field->name;
    if (shown) out_.shown.push_back(name);
    if (!answered(one.reading.value)) continue;
    if (kept)
      out_.answers[name] = one.reading.value;
    else
      out_.dropped.push_back(name);
  }
  for (const Step& step : form_.steps) {
    const bool any = std::any_of(step.fields.begin(), step.fields.end(), [this](const std::string& name) {
      Asked* one = asked(name);
      return one != nullptr && visible(*one);
    });
    if (any || step.fields.empty()) out_.steps.push_back(step.name);
  }
}

}  // namespace nrmm::cities

#include "machines/filing_copy.hpp"

#include "cities/condition.hpp"
#include "cities/field_value.hpp"
#include "cities/place_value.hpp"
#include "machines/identifiers.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {
namespace {

using cities::Field;

bool of_the_moment(const Field& field) {
  return workflows::is_photo(field) || cities::is_place(field.type) || !field.sms_purpose.empty() ||
         !field.credential.empty();
}

bool fits(const cities::Pack& pack, const Field& field, const Json& answer, Date on) {
  if (!cities::shape_findings(field, answer).empty()) return false;
  const cities::Reading reading = cities::read_answer(pack, field, answer, on);
  return reading.code.empty() && cities::matches_pattern(field, reading.value);
}

}  // namespace

CopiedAnswers copied_answers(const cities::Pack& pack, const cities::Form& form, const Json& earlier,
                             Date on) {
  CopiedAnswers out;
  for (const auto& [name, answer] : earlier.items()) {
    if (!cities::answered(answer)) continue;
    const Field* field = nullptr;
    for (const Field* listed : form.listed())
      if (listed->name == name) field = listed;
    if (field && field->copied && !of_the_moment(*field) && !identifies(*field) &&
        fits(pack, *field, answer, on))
      out.answers[name] = answer;
    else
      out.left_out.push_back(name);
  }
  return out;
}

}  // namespace nrmm::machines

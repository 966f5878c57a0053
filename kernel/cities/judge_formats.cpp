#include "cities/identifiers.hpp"
#include "cities/judging.hpp"

namespace nrmm::cities {

void Judging::formats() {
  for (Asked& one : asked_) {
    if (one.judged && visible(one) && answered(one.reading.value)) judge_format(one);
  }
}

void Judging::judge_format(Asked& one) {
  const Field& field = *one.field;
  const Json& value = one.reading.value;
  std::string code = one.reading.code;
  if (code.empty() && !matches_pattern(field, value)) code = "pattern";
  if (code.empty()) {
    out_.verified.push_back(field.name);
    if (field.type != FieldType::pin || pin_check_plausible(value.get_ref<const std::string&>())) return;
    out_.flags.push_back(finding(field, "pin_check", "pin_check"));
    out_.flags.back().level = "note";
    return;
  }
  Json placeholders = one.reading.placeholders;
  placeholders["max_length"] = field.max_length ? Json(*field.max_length) : Json();
  Finding made = finding(field, code, code, placeholders);
  // The city may explain a kind of number better than "wrong format".
  const std::string by_type = std::string("error.") + name_of(field.type);
  if (code == "pattern" && pack_.messages.count(by_type) > 0)
    made.message = pack_.text(by_type, {{"label", pack_.fill(field.label)}});
  made.inputs[field.name] = input_of(field);
  out_.errors.push_back(std::move(made));
}

void Judging::deadlines() {
  for (Asked& one : asked_) {
    if (one.judged && visible(one) && !one.field->within.empty() && answered(one.reading.value))
      judge_deadline(one);
  }
}

void Judging::judge_deadline(Asked& one) {
  const Field& field = *one.field;
  const auto limit = pack_.duration(field.within, request_.date);
  const auto begun = Date::parse(one.reading.value.get_ref<const std::string&>());
  if (!limit || !begun) return;
  const Date last = pack_.due(*limit, *begun);
  Finding made = finding(field, "late", "within", {{"due", last.iso()}, {"limit", limit->days}});
  made.level = "flag";
  made.inputs = {{field.name, begun->iso()}, {"date", request_.date.iso()}, {field.within, limit->str()}};
  const bool late = last < request_.date;
  if (!late) made.message.clear();
  (late ? out_.flags : out_.passed).push_back(std::move(made));
}

}  // namespace nrmm::cities

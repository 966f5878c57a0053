#include "cities/judge.hpp"

#include <algorithm>

#include "cities/judging.hpp"

namespace nrmm::cities {

Judging::Judging(const JudgeRequest& request) : request_(request), pack_(request.pack), form_(request.form) {
  for (const Step& step : form_.steps) {
    const auto& only = request.only_steps;
    const bool judged = only.empty() || std::find(only.begin(), only.end(), step.name) != only.end();
    for (const std::string& name : step.fields) {
      const Field* field = form_.field(name);
      if (field == nullptr || !place_.emplace(field->name, asked_.size()).second) continue;
      asked_.push_back({field, {}, Visibility::unknown, judged});
    }
  }
}

void Judging::read() {
  for (Asked& one : asked_) {
    const auto answer = request_.answers.find(one.field->name);
    if (answer != request_.answers.end())
      one.reading = read_answer(pack_, *one.field, *answer, request_.date);
  }
}

Judging::Asked* Judging::asked(std::string_view name) {
  const auto found = place_.find(name);
  return found == place_.end() ? nullptr : &asked_[found->second];
}

const Json* Judging::value_of(std::string_view name) {
  if (Asked* one = asked(name)) return visible(*one) ? &one->reading.value : nullptr;
  const auto derived = out_.derived.find(std::string(name));
  if (derived != out_.derived.end()) return &derived->second.value;
  const auto fact = request_.facts.find(std::string(name));
  return fact == request_.facts.end() ? nullptr : &*fact;
}

bool Judging::holds(const Condition& condition) {
  return condition.holds([this](std::string_view name) { return value_of(name); });
}

const std::string& Judging::basis_of(const Basis& own) const {
  return own.text.empty() ? form_.basis.text : own.text;
}

std::string Judging::rule_name(std::string_view part) const {
  return "form." + form_.name + "." + std::string(part);
}

Finding Judging::finding(const Field& field, std::string code, std::string_view rule, Json placeholders) {
  placeholders["label"] = pack_.fill(field.label);
  Finding made;
  made.field = field.name;
  made.message = pack_.text("error." + code, placeholders);
  made.code = std::move(code);
  made.basis = basis_of(field.basis);
  made.rule = rule_name(field.name + "." + std::string(rule));
  return made;
}

// What a stored decision repeats of an answer: that it was there, where it is personal data.
Json Judging::input_of(const Field& field) const {
  const auto place = place_.find(field.name);
  if (place == place_.end()) return nullptr;
  const Json& value = asked_[place->second].reading.value;
  return is_personal(field.type) && answered(value) ? Json("present") : value;
}

Json Judging::inputs_of(const Condition& condition) {
  Json inputs = Json::object();
  for (const std::string& name : condition.names()) {
    const Json* value = value_of(name);
    const Asked* one = asked(name);
    inputs[name] = value == nullptr ? Json() : one == nullptr ? *value : input_of(*one->field);
  }
  return inputs;
}

Judgement judge(const JudgeRequest& request) {
  check_shape(request.pack, request.form, request.answers);
  Judging judging(request);
  judging.read();
  judging.show();
  judging.derive();
  judging.require();
  judging.formats();
  judging.deadlines();
  judging.checks();
  return std::move(judging).take();
}

}  // namespace nrmm::cities

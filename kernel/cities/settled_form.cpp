#include "cities/settled_form.hpp"

#include <algorithm>
#include <cmath>

namespace nrmm::cities {

SettledForm::SettledForm(const Form& whole, const Json& facts) : form(whole) {
  const std::vector<const Field*> listed = form.listed();
  const auto asks = [&](std::string_view name) {
    return std::any_of(listed.begin(), listed.end(), [&](const Field* one) { return one->name == name; });
  };
  const auto known = [&](std::string_view name) { return !asks(name); };
  const auto fact = [&](std::string_view name) -> const Json* {
    const auto found = facts.find(std::string(name));
    return found == facts.end() ? nullptr : &*found;
  };
  for (const Field* one : listed) {
    const auto names = one->required.names();
    const bool by_check = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::any_of(form.derived.begin(), form.derived.end(),
                         [&](const Derived& made) { return made.name == name; });
    });
    fields.push_back({one, one->shown.settled(known, fact), one->required.settled(known, fact), by_check});
  }
  for (const Group& group : form.groups) {
    SettledGroup made{&group, {}, group.when.settled(known, fact)};
    for (const std::string& name : group.fields) {
      if (asks(name)) made.fields.push_back(form.field(name));
    }
    if (!made.fields.empty() && !made.when.is_never()) groups.push_back(std::move(made));
  }
}

const SettledField* SettledForm::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const SettledField& one) { return one.field->name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::pair<std::string, std::string>> options_of(const Pack& pack, const Field& field, Date on) {
  std::vector<std::pair<std::string, std::string>> options;
  if (field.type == FieldType::district) {
    for (const District& one : pack.districts) {
      if (one.live(on)) options.emplace_back(one.id, one.name);
    }
  } else if (const Vocabulary* words = pack.vocabulary(field.vocabulary)) {
    for (const Term* term : words->offered(on)) options.emplace_back(term->code, pack.fill(term->label));
  }
  return options;
}

Json plain_number(double number) {
  const bool whole = number == std::floor(number) && std::abs(number) < 9.0e15;
  return whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

}  // namespace nrmm::cities

#include "cities/form.hpp"

#include <algorithm>

#include "cities/pack_tables.hpp"

namespace nrmm::cities {
namespace {

// In the order of FieldType.
constexpr Word kTypes[] = {
    {"text", "a text, in one line"},
    {"phone", "a mainland mobile number"},
    {"id_number", "a citizen's 18-character number, with its check digit"},
    {"uscc", "统一社会信用代码, with its check character"},
    {"pin", "产品识别码, 17 characters, with their check digit where there is one"},
    {"disclosure_number", "环保信息公开编号"},
    {"machine_env_code", "机械环保代码"},
    {"engine_approval_number", "发动机型式核准号"},
    {"integer", "a whole number"},
    {"number", "a number"},
    {"date", "a day, YYYY-MM-DD"},
    {"choice", "a term of `vocabulary`"},
    {"choices", "several terms of `vocabulary`"},
    {"district", "one of the pack's districts, open on the day"},
    {"photo", "a picture"},
    {"photos", "pictures, `min` to `max` of them"},
    {"position", "longitude, latitude and their datum"},
    {"area", "a position, or the outlines of a place"},
};

}  // namespace

std::span<const Word> field_types() { return kTypes; }

std::optional<FieldType> field_type(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const Word& word) { return word.name == name; });
  if (found == std::end(kTypes)) return std::nullopt;
  return static_cast<FieldType>(found - std::begin(kTypes));
}

const char* name_of(FieldType type) { return kTypes[static_cast<std::size_t>(type)].name.data(); }

const Field* Form::field(std::string_view name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? nullptr : &found->second;
}

std::vector<const Field*> Form::listed() const {
  std::vector<const Field*> found;
  for (const Step& step : steps) {
    for (const std::string& name : step.fields) {
      if (const Field* one = field(name)) found.push_back(one);
    }
  }
  return found;
}

}  // namespace nrmm::cities

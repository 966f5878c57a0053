#include "cities/form.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nrmm::cities {
namespace {

constexpr std::array<std::pair<FieldType, const char*>, 17> kTypes{{
    {FieldType::text, "text"},
    {FieldType::phone, "phone"},
    {FieldType::id_number, "id_number"},
    {FieldType::uscc, "uscc"},
    {FieldType::pin, "pin"},
    {FieldType::disclosure_number, "disclosure_number"},
    {FieldType::machine_env_code, "machine_env_code"},
    {FieldType::engine_approval_number, "engine_approval_number"},
    {FieldType::integer, "integer"},
    {FieldType::number, "number"},
    {FieldType::date, "date"},
    {FieldType::choice, "choice"},
    {FieldType::choices, "choices"},
    {FieldType::district, "district"},
    {FieldType::photo, "photo"},
    {FieldType::photos, "photos"},
    {FieldType::position, "position"},
}};

}  // namespace

std::optional<FieldType> field_type(std::string_view name) {
  for (const auto& [type, text] : kTypes) {
    if (name == text) return type;
  }
  return std::nullopt;
}

const char* name_of(FieldType type) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](auto& row) { return row.first == type; });
  return found->second;
}

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

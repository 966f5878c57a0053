#include "machines/identifiers.hpp"

#include <array>

#include "base/absent.hpp"
#include "base/text.hpp"

namespace nrmm::machines {
namespace {

using cities::FieldType;

constexpr std::array kUniqueTypes = {FieldType::machine_env_code, FieldType::pin};

// Shared field keys of the contract: a maker's own numbering.
struct MakersNumber {
  const char* number;
  const char* maker;
};
constexpr std::array kMakersNumbers = {MakersNumber{"engine_serial", "engine_maker"},
                                       MakersNumber{"factory_number", "machine_maker"}};

}  // namespace

std::vector<Identifier> identifiers_of(const cities::Form& form, const Json& answers) {
  std::vector<Identifier> all;
  for (const MakersNumber& pair : kMakersNumbers) {
    const std::string number = text_in(answers, pair.number), maker = text_in(answers, pair.maker);
    if (!number.empty() && !maker.empty())
      all.push_back({pair.number, maker + "|" + ascii_upper(to_half_width(number)), pair.number, false});
  }
  for (const FieldType type : kUniqueTypes) {
    for (const auto& [name, field] : form.fields) {
      const std::string value = field.type == type ? text_in(answers, name) : "";
      if (value.empty()) continue;
      all.push_back({cities::name_of(type), value, name, true});
      break;
    }
  }
  return all;
}

bool identifies(const cities::Field& field) {
  for (const FieldType type : kUniqueTypes)
    if (field.type == type) return true;
  for (const MakersNumber& pair : kMakersNumbers)
    if (field.name == pair.number) return true;
  return false;
}

std::vector<std::string> unique_kinds() {
  std::vector<std::string> kinds;
  for (const FieldType type : kUniqueTypes) kinds.push_back(cities::name_of(type));
  return kinds;
}

}  // namespace nrmm::machines

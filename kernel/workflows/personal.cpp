#include "workflows/personal.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace nrmm::workflows {
namespace {

// One context for the answers of a city, so that they can be copied from a draft into a case and a decision.
std::string context(const std::string& city) { return city + "/answers"; }

constexpr std::size_t kShownBefore = 3;
constexpr std::size_t kShownAfter = 4;
constexpr std::size_t kShortestShown = 11;  // a phone; anything shorter would show too much of itself

}  // namespace

bool Personal::is_personal(const cities::Field& field) {
  return field.type == cities::FieldType::phone || field.type == cities::FieldType::id_number ||
         !field.sms_purpose.empty();
}

std::string Personal::masked(std::string_view plain) {
  if (plain.size() < kShortestShown || code_points(plain) != plain.size())
    return std::string(plain.empty() ? 0 : 4, '*');
  std::string out(plain);
  for (std::size_t i = kShownBefore; i + kShownAfter < out.size(); ++i) out[i] = '*';
  return out;
}

std::string Personal::seal(std::string_view plain, const std::string& city) const {
  return seal_->seal(plain, context(city));
}

std::string Personal::open(std::string_view sealed, const std::string& city) const {
  return seal_->open(sealed, context(city));
}

// Of a value we sealed; nothing for any other text, also one that a person made look sealed.
std::optional<std::string> Personal::plain(const std::string& text, const std::string& city) const {
  if (!seal_->is_sealed(text)) return std::nullopt;
  try {
    return open(text, city);
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

bool Personal::unchanged(const Json& stored, const std::string& name, const std::string& sent,
                         const std::string& city) const {
  if (!stored.is_object() || !stored.contains(name) || !stored[name].is_string()) return false;
  const auto before = plain(stored[name].get<std::string>(), city);
  return before && sent == masked(*before);
}

Json Personal::sealed(const cities::Form& form, const Json& answers, const Json& stored,
                      const std::string& city) const {
  Json out = answers;
  for (auto& [name, value] : out.items()) {
    const cities::Field* field = form.field(name);
    if (!field || !is_personal(*field) || !value.is_string()) continue;
    const auto text = value.get<std::string>();
    if (text.empty()) continue;
    value = unchanged(stored, name, text, city) ? stored[name].get<std::string>() : seal(text, city);
  }
  return out;
}

Json Personal::opened(const Json& answers, const std::string& city) const {
  if (answers.is_string())
    return plain(answers.get<std::string>(), city).value_or(answers.get<std::string>());
  if (!answers.is_structured()) return answers;
  Json out = answers;
  for (auto& value : out) value = opened(value, city);
  return out;
}

Json Personal::masked(const Json& answers, const std::string& city) const {
  if (answers.is_string()) {
    const auto found = plain(answers.get<std::string>(), city);
    return found ? Json(masked(*found)) : answers;
  }
  if (!answers.is_structured()) return answers;
  Json out = answers;
  for (auto& value : out) value = masked(value, city);
  return out;
}

}  // namespace nrmm::workflows

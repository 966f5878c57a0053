#include "machines/owner_answers.hpp"

#include <algorithm>
#include <array>

#include "base/absent.hpp"
#include "cities/condition.hpp"
#include "machines/change_register.hpp"

namespace nrmm::machines {
namespace {

// Shared keys of the contract.
constexpr std::array<std::string_view, 11> kOfOwner = {
    "filing_for",   "owner_kind",      "owner_name", "owner_phone",  "name",         "id_number",
    "company_name", "company_address", "uscc",       "contact_name", "contact_phone"};
constexpr std::array<std::string_view, 2> kPhones = {"owner_phone", "contact_phone"};
constexpr const char* kNew = "new_";
constexpr const char* kNewPhone = "new_owner_phone";
constexpr const char* kDocument = "document";

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The account's telephone, where nothing else is said: somebody must be reachable.
Json value_for(const DecidedChange& change, const Json& account, const std::string& name) {
  const Json& said = change.record.answers;
  if (cities::answered(said.value(kNew + name, Json()))) return said[kNew + name];
  if (cities::answered(account.value(name, Json()))) return account[name];
  if (!contains(kPhones, name)) return nullptr;
  if (cities::answered(said.value(kNewPhone, Json()))) return said[kNewPhone];
  const std::string phone = change.people.phone_of(change.session, change.record.second_party);
  return phone.empty() ? Json() : Json(change.personal.seal(phone, change.session.city()));
}

}  // namespace

bool about_owner(const cities::Field& field) {
  return contains(kOfOwner, field.name) || field.photo_source == kDocument;
}

Json answers_of_new_owner(const DecidedChange& change, const Machine& machine) {
  const Json account = change.people.answers(change.session, change.pack, change.record.second_party);
  Json answers = machine.answers;
  const cities::Form& form = form_of_register(change.pack, machine);
  for (const auto& [name, field] : form.fields)
    if (about_owner(field)) answers.erase(name);
  for (const cities::Field* field : form.listed()) {
    if (!about_owner(*field)) continue;
    const Json value = value_for(change, account, field->name);
    if (cities::answered(value)) answers[field->name] = value;
  }
  return answers;
}

}  // namespace nrmm::machines

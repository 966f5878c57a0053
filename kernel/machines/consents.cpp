#include "machines/consents.hpp"

#include <algorithm>

#include "base/absent.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {

using cities::Field;
using workflows::field_finding;

void Consents::name_parties(cities::Judgement& judged) {
  for (const Field* field : form_.listed()) {
    const std::string phone = field->party.empty() ? "" : text_in(judged.answers, field->name);
    if (phone.empty()) continue;
    if (const auto account = people_.with_phone(call_.session, phone))
      set(field->party, *account);
    else
      refuse_party(judged, field->party, "party");
  }
}

std::string Consents::account(const std::string& party) const {
  const auto found = accounts_.find(party);
  return found == accounts_.end() ? std::string() : found->second;
}

void Consents::refuse_party(cities::Judgement& judged, const std::string& party,
                            const std::string& code) const {
  for (const Field* field : form_.listed())
    if (field->party == party)
      judged.errors.push_back(field_finding(pack_, form_, *field, code, workflows::kRefuse));
}

// `to` is a party, or a field that asks for a phone.
std::string Consents::phone_of(const cities::Judgement& judged, const Field& field) const {
  const std::string party = account(field.sms_to);
  return party.empty() ? text_in(judged.answers, field.sms_to) : people_.phone_of(call_.session, party);
}

bool Consents::is_right(const Code& one, const std::vector<Code>& before) const {
  const bool again = std::any_of(before.begin(), before.end(), [&](const Code& other) {
    return other.phone == one.phone && other.field->sms_purpose == one.field->sms_purpose;
  });
  return !again && people_.code_matches(call_.session, one.phone, one.field->sms_purpose, one.code);
}

void Consents::confirm(cities::Judgement& judged) {
  std::vector<Code> codes;  // that are right
  for (const Field* field : form_.listed()) {
    if (field->sms_purpose.empty()) continue;
    const std::string code = text_in(judged.answers, field->name), phone = phone_of(judged, *field);
    judged.answers.erase(field->name);
    if (code.empty() || phone.empty()) continue;  // found missing already
    const Code one{field, phone, code};
    if (is_right(one, codes)) {
      codes.push_back(one);
      continue;
    }
    code_refused_ = true;
    judged.errors.push_back(field_finding(pack_, form_, *field, "sms_code", workflows::kRefuse));
  }
  if (code_refused_) return;
  for (const Code& one : codes)
    people_.use_up_code(call_.session, one.phone, one.field->sms_purpose, one.code);
}

void Consents::waive(cities::Judgement& judged) const {
  for (const Field* field : form_.listed()) {
    if (field->sms_purpose.empty()) continue;
    judged.answers.erase(field->name);
    std::erase_if(judged.errors, [&](const Finding& one) { return one.field == field->name; });
  }
}

}  // namespace nrmm::machines

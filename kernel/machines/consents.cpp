#include "machines/consents.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/absent.hpp"
#include "storage/savepoint.hpp"
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

std::vector<Consents::Code> Consents::wrong_of(const std::vector<Code>& codes) const {
  std::vector<Code> wrong;
  std::copy_if(codes.begin(), codes.end(), std::back_inserter(wrong), [&](const Code& one) {
    return !people_.confirm_code(call_.session, one.phone, one.field->sms_purpose, one.code);
  });
  return wrong;
}

void Consents::confirm(cities::Judgement& judged) {
  std::vector<Code> codes;
  for (const Field* field : form_.listed()) {
    if (field->sms_purpose.empty()) continue;
    const std::string code = text_in(judged.answers, field->name), phone = phone_of(judged, *field);
    judged.answers.erase(field->name);
    if (!code.empty() && !phone.empty()) codes.push_back({field, phone, code});  // else found missing already
  }
  std::vector<Code> wrong;
  {
    // A right one is not spent on a hand-in that the wrong one stops.
    std::optional<storage::Savepoint> together;
    if (codes.size() > 1) together.emplace(call_.session);
    wrong = wrong_of(codes);
    if (together && wrong.empty()) together->keep();
  }
  if (codes.size() > 1) wrong = wrong_of(wrong);  // counted anew: that was rolled back, too
  code_refused_ = !wrong.empty();
  for (const Code& one : wrong)
    judged.errors.push_back(field_finding(pack_, form_, *one.field, "sms_code", workflows::kRefuse));
}

void Consents::waive(cities::Judgement& judged) const {
  for (const Field* field : form_.listed()) {
    if (field->sms_purpose.empty()) continue;
    judged.answers.erase(field->name);
    std::erase_if(judged.errors, [&](const Finding& one) { return one.field == field->name; });
  }
}

}  // namespace nrmm::machines

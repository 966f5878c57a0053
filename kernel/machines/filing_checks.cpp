#include "machines/filing_checks.hpp"

#include <algorithm>

#include "base/absent.hpp"
#include "machines/identifier_store.hpp"
#include "machines/identifiers.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {
namespace {

using cities::Field;

constexpr const char* kOwner = "owner";

}  // namespace

void FilingChecks::run(cities::Judgement& judged) {
  check_party(judged);
  check_duplicates(judged);
}

Finding FilingChecks::finding(const Field& field, const std::string& code, const std::string& level) const {
  return workflows::field_finding(pack_, form_, field, code, level);
}

// The phone field with `party: owner` names the account whose machine it is.
void FilingChecks::check_party(cities::Judgement& judged) {
  for (const Field* field : form_.listed()) {
    const std::string phone = field->party == kOwner ? text_in(judged.answers, field->name) : "";
    if (phone.empty()) continue;
    const auto account = people_.with_phone(call_.session, phone);
    if (!account) {
      judged.errors.push_back(finding(*field, "party", workflows::kRefuse));
      continue;
    }
    owner_ = *account;
    owner_phone_ = phone;
  }
  for (const Field* field : form_.listed()) {
    if (!field->sms_purpose.empty()) check_code(judged, *field);
  }
}

// Asked once: who has agreed to an agent's filing need not agree again when it was returned and amended.
void FilingChecks::check_code(cities::Judgement& judged, const Field& field) {
  const std::string code = text_in(judged.answers, field.name);
  const std::string phone = field.sms_to == kOwner ? owner_phone_ : text_in(judged.answers, field.sms_to);
  judged.answers.erase(field.name);
  const bool agreed = !machine_.case_id.empty() && machine_.owner == owner_ && !owner_phone_.empty();
  if (agreed) {
    std::erase_if(judged.errors, [&](const Finding& one) { return one.field == field.name; });
    return;
  }
  if (code.empty() || phone.empty()) return;  // not asked, or found missing already
  if (people_.confirm_code(call_.session, phone, field.sms_purpose, code)) return;
  code_refused_ = true;
  judged.errors.push_back(finding(field, "sms_code", workflows::kRefuse));
}

void FilingChecks::check_duplicates(cities::Judgement& judged) {
  const auto identifiers = identifiers_of(form_, judged.answers);
  identifier_store::take_turns(call_.session, identifiers);
  for (const Identifier& one : identifiers) {
    auto found =
        duplicate(pack_, form_, date_, one, identifier_store::others(call_.session, machine_.id, one));
    if (found)
      (found->level == workflows::kRefuse ? judged.errors : judged.flags).push_back(std::move(*found));
  }
}

}  // namespace nrmm::machines

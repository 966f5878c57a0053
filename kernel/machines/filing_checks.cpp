#include "machines/filing_checks.hpp"

#include <algorithm>

#include "machines/identifier_store.hpp"
#include "machines/identifiers.hpp"
#include "machines/photo_row_store.hpp"

namespace nrmm::machines {
namespace {

using cities::Field;
using cities::FieldType;

constexpr const char* kOwner = "owner";
constexpr const char* kDuplicates = "filing.duplicates";

std::string text_in(const Json& answers, const std::string& name) {
  const auto found = answers.find(name);
  return found != answers.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Json photos_in(const cities::Pack& pack, const cities::Form& form, const Json& answers) {
  Json photos = Json::array();
  const auto add = [&](const Field& field, const Json& id) {
    if (id.is_string())
      photos.push_back(
          {{"field", field.name}, {"label", pack.fill(field.label, Json::object())}, {"id", id}});
  };
  for (const Field* field : form.listed()) {
    const auto answer = answers.find(field->name);
    if (answer == answers.end()) continue;
    if (field->type == FieldType::photo) add(*field, *answer);
    if (field->type == FieldType::photos && answer->is_array()) {
      for (const Json& id : *answer) add(*field, id);
    }
  }
  return photos;
}

void FilingChecks::run(cities::Judgement& judged) {
  check_photos(judged);
  check_party(judged);
  check_duplicates(judged);
}

Finding FilingChecks::finding(const Field& field, const std::string& code, const std::string& level) const {
  Finding made;
  made.field = field.name;
  made.code = code;
  made.message = pack_.text("error." + code, {{"label", pack_.fill(field.label, Json::object())}});
  made.basis = field.basis.text.empty() ? form_.basis.text : field.basis.text;
  made.level = level;
  made.rule = "form." + form_.name + "." + field.name + "." + code;
  return made;
}

// A photo counts when one of the filing's own people uploaded it.
void FilingChecks::check_photos(cities::Judgement& judged) {
  const Json shown = photos_in(pack_, form_, judged.answers);
  std::vector<std::string> ids;
  for (const Json& photo : shown) ids.push_back(photo["id"]);
  const std::vector<std::string> accounts = {call_.actor.account, machine_.owner, machine_.filed_by};
  const auto known = photo_row_store::uploaded_by(call_.session, ids, accounts);
  photos_.assign(known.begin(), known.end());
  std::set<std::string> refused;
  for (const Json& photo : shown) {
    const std::string name = photo["field"];
    if (!known.contains(photo["id"].get<std::string>()) && refused.insert(name).second)
      judged.errors.push_back(finding(*form_.field(name), "photo", "refuse"));
  }
}

// The phone field with `party: owner` names the account whose machine it is.
void FilingChecks::check_party(cities::Judgement& judged) {
  for (const Field* field : form_.listed()) {
    const std::string phone = field->party == kOwner ? text_in(judged.answers, field->name) : "";
    if (phone.empty()) continue;
    const auto account = people_.with_phone(call_.session, phone);
    if (!account) {
      judged.errors.push_back(finding(*field, "party", "refuse"));
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
  judged.errors.push_back(finding(field, "sms_code", "refuse"));
}

// A registered machine is refused or flagged as the city says; whatever else looks alike is for the reviewer.
void FilingChecks::check_duplicates(cities::Judgement& judged) {
  const auto identifiers = identifiers_of(form_, judged.answers);
  const bool refuse = pack_.text_policy(kDuplicates, date_) == "refuse";
  identifier_store::take_turns(call_.session, identifiers);
  for (const Identifier& one : identifiers) {
    const auto others = identifier_store::others(call_.session, machine_.id, one);
    if (!others.registered && !others.filed) continue;
    const bool refused = refuse && one.unique && others.registered;
    Finding found = finding(*form_.field(one.field), others.registered ? "duplicate" : "duplicate_open",
                            refused ? "refuse" : "flag");
    found.rule = kDuplicates;
    found.basis = pack_.policies.find(kDuplicates)->second.on(date_).basis.text;
    found.inputs = {{"identifier", one.kind}, {one.field, one.value}};
    (refused ? judged.errors : judged.flags).push_back(std::move(found));
  }
}

}  // namespace nrmm::machines

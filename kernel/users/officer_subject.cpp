#include "users/officer_subject.hpp"

#include <stdexcept>

#include "base/absent.hpp"
#include "base/text.hpp"
#include "users/member_finding.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kOpenAccount = "open_account";

std::vector<std::string> texts_in(const Json& answers, const char* name) {
  const auto at = answers.find(name);
  return at != answers.end() && at->is_array() ? at->get<std::vector<std::string>>()
                                               : std::vector<std::string>();
}

}  // namespace

NewOfficer officer_in(const Json& answers) {
  NewOfficer officer;
  officer.duty.roles = texts_in(answers, "roles");
  if (const std::string district = text_in(answers, "district"); !district.empty())
    officer.duty.districts = {district};
  officer.duty.departments = texts_in(answers, "departments");
  officer.duty.township = trim(text_in(answers, "township"));
  officer.name = trim(text_in(answers, "name"));
  officer.phone = text_in(answers, "phone");
  officer.id_number = text_in(answers, "id_number");
  return officer;
}

Json OfficerSubject::view(storage::Session& session, const cities::Pack&, const workflows::Case& record,
                          const Actor&) {
  return {{"answers", personal_.masked(record.answers, session.city())}, {"photos", Json::array()}};
}

Json OfficerSubject::facts(storage::Session&, const cities::Pack&, const workflows::Case&) {
  return Json::object();
}

std::map<std::string, std::string> OfficerSubject::parties(storage::Session&, const cities::Pack&,
                                                           const workflows::Case& record) {
  return {{kRequester, record.owner}};
}

void OfficerSubject::follow(storage::Session&, const workflows::Case&, const workflows::Case&) {}

// The rules of today hold for what an officer may be: a district may be gone since the request.
void OfficerSubject::apply(storage::Session& session, const cities::Pack& pack, const workflows::Case& record,
                           const workflows::Effect& effect) {
  if (effect.name != kOpenAccount)
    throw std::logic_error("an officer has no effect " + std::string(effect.name));
  const std::string city = session.city();
  const NewOfficer officer = officer_in(personal_.opened(record.answers, city));
  auto findings = officer_faults(pack, officer, city_today(session));
  if (!findings.empty()) throw refusal(std::move(findings));
  if (!within_scope(effect.actor, http::Reach::city, officer.duty))
    throw Problem(403, "officer.out_of_scope");
  Account account = officer_account(officer, city, numbers_);
  account.id = record.subject_id;
  insert_officer(session, account, officer_keys(officer, city, numbers_), {});
}

}  // namespace nrmm::users

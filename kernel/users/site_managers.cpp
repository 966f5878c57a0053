#include "users/site_managers.hpp"

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "users/officer_account.hpp"
#include "users/password_rules.hpp"
#include "workflows/handed_in.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kForm = "site_account";
constexpr const char* kRole = "site_manager";
constexpr const char* kRegister = "register";

Account account_named(const std::string& name, const std::string& phone, const std::string& city,
                      const PersonalNumbers& numbers) {
  Account account;
  account.id = new_id();
  account.kind = "enterprise";
  account.roles = {kRole};
  account.name = name;
  account.phone_sealed = numbers.sealed(city, phone);
  return account;
}

}  // namespace

Json SiteManagers::judged(http::Request& request, const Json& answers) const {
  const cities::Pack& pack = *request.pack;
  const cities::Form* form = pack.form(kForm);
  if (!form) throw Problem(409, "site.self_registered");
  storage::Session& session = request.session();
  const std::string& officer = request.actor.account;
  workflows::HandedIn handed({pack, *form, answers, Json::object(), city_today(session)});
  handed.check_photos(session, {officer}, officer, officer);
  handed.require_accepted();
  return std::move(handed.judged.answers);
}

http::Response SiteManagers::issue(http::Request& request) const {
  const std::string password = random_initial_password();
  const std::string hash = parts_.hasher.hash(password);
  storage::Session& session = request.session();
  const cities::Pack& pack = *request.pack;
  if (pack.text_policy("sites.onboarding", city_today(session)) != "offline_issue")
    throw Problem(409, "site.self_registered");
  Json answers = request.body.value("answers", Json::object());
  for (const char* member : {"name", "phone", "district"}) answers[member] = request.text(member);
  answers = judged(request, answers);
  const std::string district = answers.value("district", "");
  if (request.reach != http::Reach::city && !request.actor.covers(district))
    throw Problem(403, "officer.out_of_scope");

  const std::string phone = cities::normal_phone(answers.at("phone").get<std::string>());
  Account account = account_named(answers.at("name"), phone, session.city(), parts_.numbers);
  account.answers = parts_.personal.sealed(*pack.form(kForm), answers, nullptr, session.city());
  account.password_hash = hash;
  account.must_change_password = true;
  account.login = unused_login(session, 's');
  const AccountKeys keys{parts_.numbers.phone_mac(session.city(), phone), ""};
  if (!insert_account(session, account, keys, parts_.settings.initial_password_lifetime))
    throw Problem(409, "account.phone_taken");
  audit::record(
      session, request.actor, {request.address, request.request_id},
      {"account.issue", "account", account.id, nullptr, audit_view(account), audit::kDone, pack.revision});
  http::Response response =
      http::Response::created({{"id", account.id}, {"login", account.login}, {"initial_password", password}});
  response.secrets = {"initial_password"};
  return response;
}

// Nobody makes us hash without a code that was sent to him.
std::string SiteManagers::hash(const http::Request& request, const Applicant& applicant) const {
  {
    storage::Session session = parts_.database.session(request.actor.city);
    if (!parts_.codes.pending(session, applicant.phone, kRegister)) return {};
  }
  return parts_.hasher.hash(applicant.password);
}

Account SiteManagers::open(http::Request& request, const Applicant& applicant,
                           const std::string& hash) const {
  const cities::Pack& pack = *request.pack;
  storage::Session& session = request.session();
  std::vector<Finding> findings;
  if (!cities::valid_phone(applicant.phone)) findings.push_back(member_finding(pack, "phone", "phone"));
  const std::string fault = password_fault(applicant.password, applicant.phone);
  if (!fault.empty()) findings.push_back(member_finding(pack, "password", "password_" + fault));
  if (!findings.empty()) throw refusal(std::move(findings));
  if (!parts_.codes.verify(session, applicant.phone, kRegister, applicant.sms_code) || hash.empty())
    throw SmsCodes::refused(pack, "sms_code");
  Account account = account_named(applicant.name, applicant.phone, session.city(), parts_.numbers);
  account.kind = "person";
  account.password_hash = hash;
  const AccountKeys keys{parts_.numbers.phone_mac(session.city(), applicant.phone), ""};
  if (!insert_account(session, account, keys)) {
    Problem taken = refusal(pack, "phone", "taken");
    taken.keep_writes = true;
    throw taken;
  }
  Actor actor = request.actor;
  actor.account = account.id;
  actor.name = account.name;
  actor.roles = account.roles;
  audit::record(
      session, actor, {request.address, request.request_id},
      {"account.register", "account", account.id, nullptr, audit_view(account), audit::kDone, pack.revision});
  return account;
}

}  // namespace nrmm::users

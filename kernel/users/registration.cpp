#include "users/registration.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "cities/identifiers.hpp"
#include "users/member_finding.hpp"
#include "users/password_rules.hpp"

namespace nrmm::users {
namespace {

std::string text_of(const Json& answers, const char* name) {
  const auto at = answers.find(name);
  return at != answers.end() && at->is_string() ? at->get<std::string>() : std::string();
}

void find_fault(const cities::Pack& pack, const std::string& password, const std::string& phone,
                std::vector<Finding>& findings) {
  const std::string fault = password_fault(password, phone);
  if (!fault.empty()) findings.push_back(member_finding(pack, "password", "password_" + fault));
}

bool uscc_is_login(const cities::Pack& pack, Date on) {
  const auto ways = pack.list("account.login", on);
  return std::find(ways.begin(), ways.end(), "uscc") != ways.end();
}

void record(http::Request& request, const Account& account, const char* result) {
  Actor actor = request.actor;
  actor.account = account.id;
  actor.name = account.name;
  actor.roles = account.roles;
  audit::record(request.session(), actor, {request.address, request.request_id},
                {"account.register", "account", account.id, nullptr, audit_view(account), result,
                 request.pack->revision});
}

}  // namespace

std::string account_name(const std::string& kind, const Json& answers, const std::string& otherwise) {
  const bool firm = kind == "enterprise";
  for (const char* field : {firm ? "company_name" : "name", firm ? "name" : "company_name"}) {
    if (std::string name = text_of(answers, field); !name.empty()) return name;
  }
  return otherwise;
}

Registration::Applicant Registration::judged(const http::Request& request) const {
  const cities::Pack& pack = *request.pack;
  Applicant applicant{request.text("role"), request.text("kind"), cities::normal_phone(request.text("phone")),
                      SmsCodes::required_code(request.body, "sms_code"), {}};
  Date today;
  {
    storage::Session session = parts_.database.session(request.actor.city);
    today = city_today(session);
    applicant.pending = parts_.codes.pending(session, applicant.phone, "register");
  }
  if (!role_open(pack, applicant.role, today)) throw Problem(403, "account.role_closed");
  if (applicant.kind != "person" && applicant.kind != "enterprise") throw refusal(pack, "kind", "choice");
  const cities::Form* form = pack.form("account");
  if (!form) throw Problem(503, "pack.unavailable");
  const Json facts = {{"account_kind", applicant.kind}};
  auto judgement = cities::judge({pack, *form, request.body.at("answers"), facts, today});
  std::vector<Finding> findings = std::move(judgement.errors);
  if (!cities::valid_phone(applicant.phone)) findings.push_back(member_finding(pack, "phone", "phone"));
  find_fault(pack, request.text("password"), applicant.phone, findings);
  if (!findings.empty()) throw refusal(std::move(findings));
  applicant.answers = std::move(judgement.answers);
  return applicant;
}

AccountKeys Registration::keys_of(const http::Request& request, const Applicant& applicant) const {
  const std::string& city = request.actor.city;
  const std::string number = text_of(applicant.answers, "id_number");
  return {parts_.numbers.phone_mac(city, applicant.phone),
          number.empty() ? "" : parts_.numbers.id_number_mac(city, number)};
}

Account Registration::account_of(const http::Request& request, const Applicant& applicant) const {
  const std::string& city = request.actor.city;
  Account account;
  account.id = new_id();
  account.kind = applicant.kind;
  account.roles = {applicant.role};
  account.name =
      account_name(applicant.kind, applicant.answers, workflows::Personal::masked(applicant.phone));
  account.phone_sealed = parts_.numbers.sealed(city, applicant.phone);
  const std::string number = text_of(applicant.answers, "id_number");
  if (!number.empty()) account.id_number_sealed = parts_.numbers.sealed(city, number);
  account.uscc = text_of(applicant.answers, "uscc");
  account.answers = parts_.personal.sealed(*request.pack->form("account"), applicant.answers, nullptr, city);
  return account;
}

// The code was right and is used up with this answer: one question per code.
void Registration::require_free(http::Request& request, const Account& account, const AccountKeys& keys) const {
  storage::Session& session = request.session();
  const cities::Pack& pack = *request.pack;
  std::vector<Finding> taken;
  if (find_by_phone(session, keys.phone_mac)) taken.push_back(member_finding(pack, "phone", "taken"));
  if (!keys.id_number_mac.empty() && account.kind == "person" && id_number_taken(session, keys.id_number_mac))
    taken.push_back(member_finding(pack, "id_number", "taken"));
  if (!account.uscc.empty() && uscc_is_login(pack, city_today(session)) && uscc_taken(session, account.uscc))
    taken.push_back(member_finding(pack, "uscc", "taken"));
  if (taken.empty()) return;
  record(request, account, "refused");
  Problem problem = refusal(std::move(taken));
  problem.keep_writes = true;
  throw problem;
}

http::Response Registration::open(http::Request& request) const {
  const Applicant applicant = judged(request);
  Account account = account_of(request, applicant);
  const AccountKeys keys = keys_of(request, applicant);
  // Nobody makes us hash without a code of his; without one the answer is a refusal anyway, or a repetition's.
  if (applicant.pending) account.password_hash = parts_.hasher.hash(request.text("password"));
  storage::Session& session = request.session();
  if (!parts_.codes.verify(session, applicant.phone, "register", applicant.code) || !applicant.pending) {
    record(request, account, "refused");
    throw SmsCodes::refused(*request.pack, "sms_code");
  }
  require_free(request, account, keys);
  if (!insert_account(session, account, keys)) throw refusal(*request.pack, "phone", "taken");
  record(request, account, "done");
  const auto stored = find_account(session, account.id);
  return http::Response::created(own_view(*stored, session.city(), parts_.numbers)).etag(stored->version);
}

}  // namespace nrmm::users

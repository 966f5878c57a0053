#include "users/registration.hpp"

#include "audit/audit.hpp"
#include "base/random.hpp"
#include "cities/identifiers.hpp"
#include "cities/offers.hpp"
#include "users/member_finding.hpp"
#include "users/password_rules.hpp"
#include "workflows/handed_in.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kPurpose = "register";
constexpr const char* kOwner = "owner";
constexpr const char* kHelper = "helper";

// The one who registers himself is not signed in: he acts as the account that comes to be.
void record(http::Request& request, const Account& account, bool himself, const char* result) {
  Actor actor = request.actor;
  if (himself) {
    actor.account = account.id;
    actor.name = account.name;
    actor.roles = account.roles;
  }
  audit::record(request.session(), actor, {request.address, request.request_id},
                {himself ? "account.register" : "account.issue", "account", account.id, nullptr,
                 audit_view(account), result, request.pack->revision});
}

}  // namespace

Registration::Applicant Registration::applicant_of(const http::Request& request,
                                                   const std::string& role) const {
  Applicant applicant{role, request.text("kind"), cities::normal_phone(request.text("phone")),
                      SmsCodes::required_code(request.body, "sms_code")};
  storage::Session session = parts_.database.session(request.actor.city);
  applicant.today = city_today(session);
  applicant.pending = parts_.codes.pending(session, applicant.phone, kPurpose);
  return applicant;
}

void Registration::require_open(const cities::Pack& pack, const Applicant& applicant) const {
  if (!applicant.password && cities::begun_by(pack, kHelper, applicant.today).empty())
    throw Problem(403, "request.forbidden");
  if (!role_open(pack, applicant.role, applicant.today)) throw Problem(403, "account.role_closed");
}

void Registration::judge(const http::Request& request, Applicant& applicant) const {
  const cities::Pack& pack = *request.pack;
  require_open(pack, applicant);
  if (applicant.kind != "person" && applicant.kind != "enterprise") throw refusal(pack, "kind", "choice");
  const Json facts = {{"account_kind", applicant.kind}};
  workflows::HandedIn handed(
      {pack, workflows::form_named(pack, "account"), request.body.at("answers"), facts, applicant.today});
  std::vector<Finding> findings = handed.faults();
  if (!cities::valid_phone(applicant.phone)) findings.push_back(member_finding(pack, "phone", "phone"));
  applicant.identity = identity_of(applicant.kind, handed.judged.answers);
  const std::string fault =
      applicant.password ? password_fault(*applicant.password,
                                          {applicant.phone, "", applicant.identity.name, request.actor.city})
                         : "";
  if (!fault.empty()) findings.push_back(member_finding(pack, "password", "password_" + fault));
  if (!findings.empty()) throw refusal(std::move(findings));
  applicant.answers = std::move(handed.judged.answers);
}

Account Registration::account_of(const http::Request& request, const Applicant& applicant) const {
  const std::string& city = request.actor.city;
  Account account;
  account.id = new_id();
  account.kind = applicant.kind;
  account.roles = {applicant.role};
  account.name = workflows::Personal::masked(applicant.phone);
  account.phone_sealed = parts_.numbers.sealed(city, applicant.phone);
  put_identity(account, applicant.identity, city, parts_.numbers);
  account.answers = parts_.personal.sealed(*request.pack->form("account"), applicant.answers, nullptr, city);
  return account;
}

// The code was right and is used up with this answer: one question per code.
void Registration::refuse_taken(http::Request& request, const Applicant& applicant, const Account& account,
                                const AccountKeys& keys) const {
  storage::Session& session = request.session();
  const cities::Pack& pack = *request.pack;
  auto findings = taken(session, pack, applicant.identity, "", applicant.today, parts_.numbers);
  if (find_by_phone(session, keys.phone_mac)) findings.push_back(member_finding(pack, "phone", "taken"));
  if (findings.empty()) return;
  record(request, account, applicant.password.has_value(), audit::kRefused);
  Problem problem = refusal(std::move(findings));
  problem.keep_writes = true;
  throw problem;
}

void Registration::enter(http::Request& request, const Applicant& applicant, const Account& account) const {
  AccountKeys keys = identity_keys(applicant.identity, request.actor.city, parts_.numbers);
  keys.phone_mac = parts_.numbers.phone_mac(request.actor.city, applicant.phone);
  storage::Session& session = request.session();
  if (!parts_.codes.verify(session, applicant.phone, kPurpose, applicant.code) || !applicant.pending) {
    record(request, account, applicant.password.has_value(), audit::kRefused);
    throw SmsCodes::refused(*request.pack, "sms_code");
  }
  refuse_taken(request, applicant, account, keys);
  if (!insert_account(session, account, keys)) throw refusal(*request.pack, "phone", "taken");
  record(request, account, applicant.password.has_value(), audit::kDone);
}

http::Response Registration::open(http::Request& request) const {
  Applicant applicant = applicant_of(request, request.text("role"));
  applicant.password = request.text("password");
  judge(request, applicant);
  Account account = account_of(request, applicant);
  // Nobody makes us hash without a code sent to him; without one the answer is a refusal anyway, or that of
  // the request this one repeats.
  if (applicant.pending) account.password_hash = parts_.hasher.hash(*applicant.password);
  enter(request, applicant, account);
  storage::Session& session = request.session();
  const auto stored = find_account(session, account.id);
  return http::Response::created(own_view(*stored, session.city(), parts_.numbers)).etag(stored->version);
}

http::Response Registration::open_for_owner(http::Request& request) const {
  Applicant applicant = applicant_of(request, kOwner);
  judge(request, applicant);
  const Account account = account_of(request, applicant);
  enter(request, applicant, account);
  return http::Response::created({{"id", account.id}, {"name", account.name}});
}

}  // namespace nrmm::users

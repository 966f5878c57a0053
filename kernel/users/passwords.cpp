#include "users/passwords.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "users/password_rules.hpp"
#include "users/session_store.hpp"

namespace nrmm::users {
namespace {

constexpr std::size_t kLongestEmail = 254;

// Enough to catch a slip; whether it arrives is the mail's own proof.
bool plausible_email(std::string_view email) {
  const auto at = email.find('@');
  return email.size() <= kLongestEmail && at != std::string_view::npos && at > 0 &&
         email.find('@', at + 1) == std::string_view::npos &&
         email.find('.', at + 2) != std::string_view::npos && email.back() != '.' &&
         std::all_of(email.begin(), email.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool asks_email(const cities::Pack& pack, Date on) {
  const auto wanted = pack.list("account.first_sign_in", on);
  return std::find(wanted.begin(), wanted.end(), "email") != wanted.end();
}

std::vector<Finding> faults(const cities::Pack& pack, const std::string& password,
                            const PasswordHolder& holder) {
  const std::string fault = password_fault(password, holder);
  if (fault.empty()) return {};
  return {member_finding(pack, "new_password", "password_" + fault)};
}

}  // namespace

Account Passwords::holder(const http::Request& request, Date& today) const {
  storage::Session session = parts_.database.session(request.actor.city);
  today = city_today(session);
  if (request.body.contains("old_password"))
    parts_.brake.check(session, request.actor.account, request.address);
  auto account = find_account(session, request.actor.account);
  if (!account) throw Problem(401, "request.unauthenticated");
  return *account;
}

void Passwords::check_new(const http::Request& request, const Change& change, Date today) const {
  const cities::Pack& pack = *request.pack;
  auto findings = faults(pack, request.text("new_password"),
                         {change.phone, change.account.login, change.account.name, request.actor.city});
  const bool first = change.account.must_change_password;
  if (change.email && !plausible_email(*change.email))
    findings.push_back(member_finding(pack, "email", "email"));
  if (!change.email && first && asks_email(pack, today))
    findings.push_back(member_finding(pack, "email", "required"));
  if (!findings.empty()) throw refusal(std::move(findings));
  if (first && parts_.hasher.verify(request.text("new_password"), change.account.password_hash))
    throw refusal(pack, "new_password", "password_same");
}

// Everything slow, before the transaction.
Passwords::Change Passwords::prepared(const http::Request& request) const {
  const bool by_old = request.body.contains("old_password");
  if (by_old == request.body.contains("sms_code")) throw Problem(400, "request.malformed");
  if (!by_old) SmsCodes::required_code(request.body, "sms_code");
  Date today;
  Change change{holder(request, today), {}, request.maybe_text("email"), {}, !by_old};
  change.phone = parts_.numbers.opened(request.actor.city, change.account.phone_sealed);
  check_new(request, change, today);
  change.old_right =
      by_old && parts_.hasher.verify(request.text("old_password"), change.account.password_hash);
  if (change.old_right || change.by_code) change.hash = parts_.hasher.hash(request.text("new_password"));
  return change;
}

void Passwords::require_proof(http::Request& request, const Change& change) const {
  storage::Session& session = request.session();
  if (change.by_code) {
    if (parts_.codes.verify(session, change.phone, "change_password", request.text("sms_code"))) return;
    record(request, change.account, "sms_code", true);
    throw SmsCodes::refused(*request.pack, "sms_code");
  }
  if (change.old_right) return;
  record(request, change.account, "old_password", true);
  parts_.brake.failed(session, request.actor.account, request.address);
  Problem problem = refusal(*request.pack, "old_password", "password_wrong");
  problem.keep_writes = true;
  throw problem;
}

void Passwords::record(http::Request& request, const Account& account, const char* way, bool refused) const {
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {"account.password",
                 "account",
                 account.id,
                 nullptr,
                 {{"way", way}},
                 refused ? audit::kRefused : audit::kDone,
                 request.pack->revision});
}

http::Response Passwords::change(http::Request& request) const {
  const Change change = prepared(request);
  require_proof(request, change);
  storage::Session& session = request.session();
  std::optional<std::string> email;
  if (change.email) email = parts_.numbers.sealed(session.city(), *change.email);
  update_password(session, change.account.id, change.hash, email);
  end_sessions(session, change.account.id, request.actor.session);
  record(request, change.account, change.by_code ? "sms_code" : "old_password", false);
  return http::Response::no_content();
}

http::Response Passwords::reset(http::Request& request) const {
  const std::string code = SmsCodes::required_code(request.body, "sms_code");
  const std::string phone = cities::normal_phone(request.text("phone"));
  const std::string password = request.text("new_password");
  auto findings = faults(*request.pack, password, {phone, "", "", request.actor.city});
  if (!cities::valid_phone(phone)) findings.push_back(member_finding(*request.pack, "phone", "phone"));
  if (!findings.empty()) throw refusal(std::move(findings));
  bool pending = false;
  {
    storage::Session session = parts_.database.session(request.actor.city);
    pending = parts_.codes.pending(session, phone, "reset_password");
  }
  const std::string hash = pending ? parts_.hasher.hash(password) : "";
  storage::Session& session = request.session();
  const bool right = parts_.codes.verify(session, phone, "reset_password", code) && pending;
  const auto account = find_by_phone(session, parts_.numbers.phone_mac(session.city(), phone));
  const bool known = account && !account->disabled;
  record(request, known ? *account : Account{}, "reset", !right || !known);
  if (!right) throw SmsCodes::refused(*request.pack, "sms_code");
  if (!known) return http::Response::no_content();
  update_password(session, account->id, hash, std::nullopt);
  end_sessions(session, account->id);
  return http::Response::no_content();
}

}  // namespace nrmm::users

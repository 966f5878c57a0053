#include "users/second_factor.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "storage/counters.hpp"
#include "users/account_store.hpp"
#include "users/limits.hpp"
#include "users/member_finding.hpp"
#include "users/officer_account.hpp"
#include "users/second_factor_store.hpp"
#include "users/session_store.hpp"
#include "users/totp.hpp"

namespace nrmm::users {
namespace {

namespace store = second_factor_store;

constexpr int kRecoveryCodes = 8;
constexpr std::size_t kCodeDigits = 6;

bool six_digits(const std::string& text) {
  return text.size() == kCodeDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Problem kept(int status, const char* code) {
  Problem problem(status, code);
  problem.keep_writes = true;
  return problem;
}

void record(http::Request& request, const char* action, const char* result) {
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {action, "account", request.actor.account, nullptr, nullptr, result, request.pack->revision});
}

}  // namespace

bool SecondFactor::on(storage::Session& session, const std::string& account) const {
  const auto factor = store::find(session, account);
  return factor && factor->on();
}

std::string SecondFactor::count_try(storage::Session& session, const std::string& account) const {
  std::string name = "second_factor:" + account;
  demand(session, {name, parts_.limits.window, parts_.limits.tries}, "session.too_many", Refused::kept);
  return name;
}

std::string SecondFactor::recovery_mac(storage::Session& session, const std::string& account,
                                       const std::string& code) const {
  return parts_.numbers.mac(session.city(), "recovery", account + "/" + ascii_upper(trim(code)));
}

bool SecondFactor::right(storage::Session& session, const std::string& account,
                         const std::string& code) const {
  const auto factor = store::find(session, account);
  if (!factor || !factor->on()) return false;
  if (!six_digits(code)) return store::use_recovery(session, account, recovery_mac(session, account, code));
  const std::string key = parts_.numbers.opened(session.city(), factor->key_sealed);
  const auto step = totp_step(key, code, store::unix_seconds(session), factor->last_step);
  return step && store::use_step(session, account, *step);
}

void SecondFactor::demand_code(storage::Session& session, const std::string& account,
                               const std::optional<std::string>& code) const {
  if (!on(session, account)) return;
  if (!code) throw kept(401, "session.second_factor_required");
  const std::string tries = count_try(session, account);
  if (!right(session, account, *code)) throw kept(401, "session.second_factor_refused");
  storage::forget(session, tries);
}

http::Response SecondFactor::enrol(http::Request& request) const {
  parts_.proof.require_password(request);
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  try {
    demand_code(session, account, request.maybe_text("second_factor"));
  } catch (const Problem&) {
    record(request, "second_factor.enrol", audit::kRefused);
    throw;
  }
  const std::string key = new_totp_key();
  store::enrol(session, account, parts_.numbers.sealed(session.city(), key));
  record(request, "second_factor.enrol", audit::kDone);
  const std::string name = find_account(session, account)->login;
  http::Response response = http::Response::created(
      {{"secret", base32(key)},
       {"uri", totp_uri(key, request.pack->name, name.empty() ? request.actor.name : name)}});
  response.secrets = {"secret", "uri"};
  return response;
}

http::Response SecondFactor::confirm(http::Request& request) const {
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  const auto factor = store::find(session, account);
  if (!factor || factor->pending_sealed.empty()) throw Problem(409, "second_factor.not_enrolled");
  const std::string tries = count_try(session, account);
  const std::string key = parts_.numbers.opened(session.city(), factor->pending_sealed);
  const auto step = totp_step(key, request.text("code"), store::unix_seconds(session), 0);
  if (!step) {
    record(request, "second_factor.confirm", audit::kRefused);
    Problem problem = refusal(*request.pack, "code", "second_factor");
    problem.keep_writes = true;
    throw problem;
  }
  Json codes = Json::array();
  std::vector<std::string> macs;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(random_initial_password());
    macs.push_back(recovery_mac(session, account, codes.back().get<std::string>()));
  }
  if (!store::confirm(session, account, factor->pending_sealed, *step, macs))
    throw Problem(409, "second_factor.not_enrolled");
  storage::forget(session, tries);
  end_sessions(session, account, request.actor.session);
  record(request, "second_factor.confirm", audit::kDone);
  http::Response response = http::Response::created({{"recovery_codes", codes}});
  response.secrets = {"recovery_codes"};
  return response;
}

}  // namespace nrmm::users

#include "users/fresh_proof.hpp"

#include "audit/audit.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kPurpose = "sign_in";
constexpr std::size_t kPasswordInput = 500;

void record_refusal(http::Request& request, const char* way) {
  audit::Entry entry{.action = "account.proof", .object_type = "account", .object_id = request.actor.account};
  entry.after = {{"way", way}};
  entry.result = audit::kRefused;
  entry.pack_revision = request.pack->revision;
  audit::record(request.session(), request.actor, {request.address, request.request_id}, entry);
}

}  // namespace

std::vector<http::Member> FreshProof::members() {
  return {{"password", http::Member::Type::text, false, "or sms_code", kPasswordInput},
          {"sms_code", http::Member::Type::any, false, "sent for purpose sign_in"}};
}

void FreshProof::require(http::Request& request) const {
  const bool password = request.body.contains("password");
  if (password == request.body.contains("sms_code")) throw Problem(400, "request.malformed");
  password ? require_password(request) : by_code(request);
}

// On a connection of its own, given back before the slow hash.
void FreshProof::require_password(http::Request& request) const {
  std::string hash;
  {
    storage::Session session = parts_.database.session(request.actor.city);
    parts_.brake.check(session, request.actor.account, request.address);
    const auto account = find_account(session, request.actor.account);
    hash = account ? account->password_hash : "";
  }
  if (parts_.hasher.verify(request.text("password"), hash)) return;
  record_refusal(request, "password");
  parts_.brake.failed(request.session(), request.actor.account, request.address);
  Problem problem = refusal(*request.pack, "password", "password_wrong");
  problem.keep_writes = true;
  throw problem;
}

void FreshProof::by_code(http::Request& request) const {
  const std::string code = SmsCodes::required_code(request.body, "sms_code");
  storage::Session& session = request.session();
  const auto account = find_account(session, request.actor.account);
  if (!account) throw Problem(401, "request.unauthenticated");
  const std::string phone = parts_.numbers.opened(session.city(), account->phone_sealed);
  if (parts_.codes.verify(session, phone, kPurpose, code)) return;
  record_refusal(request, "sms_code");
  throw SmsCodes::refused(*request.pack, "sms_code");
}

}  // namespace nrmm::users

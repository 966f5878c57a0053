#include "users/identity.hpp"

#include <algorithm>

#include "base/absent.hpp"
#include "users/member_finding.hpp"

namespace nrmm::users {
namespace {

bool uscc_signs_in(const cities::Pack& pack, Date on) {
  const auto ways = pack.list("account.login", on);
  return std::find(ways.begin(), ways.end(), "uscc") != ways.end();
}

}  // namespace

Identity identity_of(const std::string& kind, const Json& answers) {
  const bool firm = kind == "enterprise";
  Identity identity;
  identity.name = text_in(answers, firm ? "company_name" : "name");
  if (identity.name.empty()) identity.name = text_in(answers, firm ? "name" : "company_name");
  if (!firm) identity.id_number = text_in(answers, "id_number");
  if (firm) identity.uscc = text_in(answers, "uscc");
  return identity;
}

void put_identity(Account& account, const Identity& identity, const std::string& city,
                  const PersonalNumbers& numbers) {
  if (!identity.name.empty()) account.name = identity.name;
  account.id_number_sealed = identity.id_number.empty() ? "" : numbers.sealed(city, identity.id_number);
  account.uscc = identity.uscc;
}

AccountKeys identity_keys(const Identity& identity, const std::string& city, const PersonalNumbers& numbers) {
  return {"", identity.id_number.empty() ? "" : numbers.id_number_mac(city, identity.id_number)};
}

std::vector<Finding> taken(storage::Session& session, const cities::Pack& pack, const Identity& identity,
                           const std::string& self, Date on, const PersonalNumbers& numbers) {
  std::vector<Finding> findings;
  const AccountKeys keys = identity_keys(identity, session.city(), numbers);
  if (!keys.id_number_mac.empty() && id_number_taken(session, keys.id_number_mac, self))
    findings.push_back(member_finding(pack, "id_number", "taken"));
  if (!identity.uscc.empty() && uscc_signs_in(pack, on) && uscc_taken(session, identity.uscc, self))
    findings.push_back(member_finding(pack, "uscc", "taken"));
  return findings;
}

void require_free(storage::Session& session, const cities::Pack& pack, const Identity& identity,
                  const std::string& self, Date on, const PersonalNumbers& numbers) {
  auto findings = taken(session, pack, identity, self, on, numbers);
  if (!findings.empty()) throw refusal(std::move(findings));
}

}  // namespace nrmm::users

#include "users/external_identities.hpp"

#include <algorithm>

#include "base/problem.hpp"
#include "users/account_store.hpp"
#include "users/binding_store.hpp"

namespace nrmm::users {

bool login_offered(const cities::Pack& pack, std::string_view way, Date on) {
  const auto ways = pack.list("account.login", on);
  return std::find(ways.begin(), ways.end(), way) != ways.end();
}

std::optional<std::string> ExternalIdentities::exchanged(const cities::Pack& pack,
                                                         const std::string& provider, const std::string& code,
                                                         Date on) const {
  IdentityProvider* known = providers_.find(provider);
  if (!known || !login_offered(pack, provider, on)) return std::nullopt;
  std::optional<std::string> person;
  try {
    person = known->exchange(pack.id, code);
  } catch (const std::exception&) {
    throw Problem(503, "session.provider_unreachable");
  }
  if (!person || person->empty()) return std::nullopt;
  return numbers_.mac(pack.id, "identity", provider + "/" + *person);
}

std::optional<Account> ExternalIdentities::account_of(storage::Session& session, const std::string& provider,
                                                      const std::string& mac) const {
  const auto id = binding_store::account_of_identity(session, provider, mac);
  return id ? find_account(session, *id) : std::nullopt;
}

bool ExternalIdentities::bind(storage::Session& session, const std::string& account,
                              const std::string& provider, const std::string& mac) const {
  return binding_store::bind_identity(session, account, provider, mac);
}

}  // namespace nrmm::users

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "users/account.hpp"
#include "users/identity_provider.hpp"
#include "users/personal_numbers.hpp"

namespace nrmm::users {

// Whether the city lets people sign in this way (policy account.login).
bool login_offered(const cities::Pack& pack, std::string_view way, Date on);

// Which account a provider's person is. One person of a provider is one account of a city, and an account has
// one of each provider. Only keyed hashes of the provider's names are kept. Thread-safe.
class ExternalIdentities {
 public:
  ExternalIdentities(const IdentityProviders& providers, const PersonalNumbers& numbers)
      : providers_(providers), numbers_(numbers) {}

  // The keyed hash of whom the code stands for. Nothing when the city does not offer the provider on the day,
  // none is there, or it does not know the code. Problem 503 session.provider_unreachable. Slow: call it
  // before the request's session is opened.
  std::optional<std::string> exchanged(const cities::Pack& pack, const std::string& provider,
                                       const std::string& code, Date on) const;

  std::optional<Account> account_of(storage::Session& session, const std::string& provider,
                                    const std::string& mac) const;
  // False when the person is another account's. Another person of the provider replaces the account's before.
  bool bind(storage::Session& session, const std::string& account, const std::string& provider,
            const std::string& mac) const;

 private:
  const IdentityProviders& providers_;
  const PersonalNumbers& numbers_;
};

}  // namespace nrmm::users

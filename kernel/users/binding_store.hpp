#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"

// What accounts are bound to, within the session's city and transaction.
namespace nrmm::users::binding_store {

// The row stays as it is until the transaction ends: an identity that is unbound meanwhile signs nobody in.
std::optional<std::string> account_of_identity(storage::Session& session, const std::string& provider,
                                               const std::string& subject_mac);
bool bind_identity(storage::Session& session, const std::string& account, const std::string& provider,
                   const std::string& subject_mac);

// False when the account has none of the provider.
bool unbind_identity(storage::Session& session, const std::string& account, const std::string& provider);
std::vector<std::string> unbind_all(storage::Session& session, const std::string& account);  // providers

struct Binding {
  std::string kind;  // external | legacy
  std::string name;  // provider | login
  std::string bound_at;
};
std::vector<Binding> bindings_of(storage::Session& session, const std::string& account);

// An account of the system before this one, as its operator handed it over: user name and the telephone given
// then.
struct LegacyAccount {
  std::string login;
  std::string phone_sealed;
  std::string phone_mac;
  std::string name;
};

// Of these logins, those that are there already.
std::vector<std::string> known_logins(storage::Session& session, const std::vector<std::string>& logins);
void insert_legacy(storage::Session& session, const LegacyAccount& account);
// Binds it when login and telephone are its own and nobody else has it; false otherwise.
bool bind_legacy(storage::Session& session, const std::string& account, const std::string& login,
                 const std::string& phone_mac);
// The login becomes a way to sign in, where the account has none and nobody else uses it.
void take_login(storage::Session& session, const std::string& account, const std::string& login);

}  // namespace nrmm::users::binding_store

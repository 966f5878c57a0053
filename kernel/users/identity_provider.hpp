#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nrmm::users {

// Somebody else's word for who a person is: a mini-program's host, a city's own sign-on. The server asks it
// with the one-time code that the client brought; what a client says of itself is never believed (X061).
class IdentityProvider {
 public:
  virtual ~IdentityProvider() = default;

  // The provider's lasting name for the person in this city's application, e.g. an openid; nothing when the
  // code is forged, spent or another application's. Throws std::exception when the provider cannot be
  // reached. Called without a database connection held, by several threads at once; a code is given to it
  // once.
  virtual std::optional<std::string> exchange(const std::string& city, const std::string& code) = 0;
};

// Providers by the word that the policy account.login lists (`wechat`). Filled on one thread before serving;
// read-only afterwards.
class IdentityProviders {
 public:
  void add(std::string name, std::unique_ptr<IdentityProvider> provider) {
    providers_[std::move(name)] = std::move(provider);
  }
  IdentityProvider* find(std::string_view name) const {
    const auto found = providers_.find(name);
    return found == providers_.end() ? nullptr : found->second.get();
  }

 private:
  std::map<std::string, std::unique_ptr<IdentityProvider>, std::less<>> providers_;
};

}  // namespace nrmm::users

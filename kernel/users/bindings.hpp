#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/request.hpp"
#include "users/external_identities.hpp"
#include "users/fresh_proof.hpp"
#include "users/sms_codes.hpp"

namespace nrmm::users {

// What a signed-in person binds to his account (F015, F007).
class Bindings {
 public:
  // Binds the account at every site that added the telephone; the names of the sites (sites/ knows).
  using BindRecorder = std::function<std::vector<std::string>(storage::Session&, const std::string& account,
                                                              const std::string& phone_mac)>;

  struct Parts {
    storage::Database& database;
    const SmsCodes& codes;
    const PersonalNumbers& numbers;
    const ExternalIdentities& identities;
    const FreshProof& proof;
    BindRecorder recorder{};
  };
  explicit Bindings(Parts parts) : parts_(parts) {}

  // {kind: legacy, login, phone, sms_code}: an account of the former system, by its user name and the
  // telephone that was given then, proved by a code for purpose bind. {kind: external, provider, code}: an
  // identity that one signs in by from then on. {kind: recorder, phone, sms_code}: a recorder of the sites
  // that added the telephone. 201 {kind, login | provider | sites}. Whatever is wrong with login, telephone
  // or code is one answer, 422 sms.refused; a provider's code that is not good is 422 binding.refused (X057).
  http::Response bind(http::Request& request) const;

  // {items: [{kind, provider | login, bound_at}]}
  http::Response list(http::Request& request) const;
  // {password} or {sms_code} for purpose sign_in: 204; nobody signs in by the provider any more, and the
  // account's other sessions end. 404 where none is bound.
  http::Response unbind(http::Request& request) const;

 private:
  http::Response legacy(http::Request& request) const;
  http::Response recorder(http::Request& request) const;
  http::Response external(http::Request& request) const;
  void record(http::Request& request, const char* action, const Json& what, bool done) const;

  Parts parts_;
};

}  // namespace nrmm::users

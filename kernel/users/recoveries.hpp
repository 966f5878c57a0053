#pragma once

#include "http/router.hpp"
#include "users/account.hpp"
#include "users/recovery_store.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::users {

// A way back for whoever registered himself and lost what he signs in by besides his password: authenticator
// and recovery codes, or the identity elsewhere. An officer looks at his papers and says for what; where the
// policy account.recovery says `second_officer`, another one agrees before anything happens. The holder is
// told of both. Officers' own are taken away by DELETE officers/{id}/second-factor.
class Recoveries {
 public:
  struct Parts {
    const PersonalNumbers& numbers;
    const workflows::OutboxWriter& outbox;
  };
  explicit Recoveries(Parts parts) : parts_(parts) {}

  // {phone, name, purpose}: 201 {id, state: waiting | done}; the name is that of the papers. Problems: 422
  // recovery.no_match whatever is wrong with phone or name (X057), 403 recovery.own, 409
  // second_factor.not_enrolled, recovery.waiting, 429 request.too_many.
  http::Response ask(http::Request& request) const;
  // {phone, name, purpose}: 200 {ended}: all sessions of the account, at once; what it signs in by stays. For
  // who lost his telephone, or lent it. Problems as of ask.
  http::Response sign_out(http::Request& request) const;
  // What waits for another officer, of the caller's districts.
  http::Response list(http::Request& request) const;
  // {decision: agree | refuse}: 200 {id, state: done | refused}. Problems: 404, 403 recovery.own,
  // recovery.same_officer.
  http::Response decide(http::Request& request) const;

 private:
  Account holder_for(http::Request& request, const char* action) const;
  void require_anothers(http::Request& request, const std::string& account) const;
  void take_away(http::Request& request, const Account& holder, const Json& what) const;
  void record(http::Request& request, const char* action, const std::string& account, const Json& after,
              const char* result) const;
  Json view(http::Request& request, const recovery_store::Recovery& waiting) const;

  Parts parts_;
};

void add_recovery_routes(http::Router& router, const Recoveries& recoveries);

}  // namespace nrmm::users

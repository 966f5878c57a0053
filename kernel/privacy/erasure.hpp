#pragma once

#include "http/router.hpp"
#include "users/fresh_proof.hpp"

namespace nrmm::privacy {

// A person asks that the city forget him. What the law wants kept stays until it may go (a registered
// machine, a case that runs, records for the years of the policy retention.records); he is told which and
// until when. Until then the account works as before and the wish can be taken back. Thread-safe.
class Erasure {
 public:
  explicit Erasure(const users::FreshProof& proof) : proof_(proof) {}

  // {state: none|scheduled|held, requested_at, erase_after, holds: [{code, message, basis, until}]}
  http::Response show(http::Request& request) const;
  http::Response ask(http::Request& request) const;       // 202, with fresh proof
  http::Response withdraw(http::Request& request) const;  // 204; 404 when nothing is asked

  // Erases those whose time has come and whom nothing holds; how many. Each with its row in the audit record;
  // one that fails stops no other and is tried again the next day.
  static int run(storage::Session& session, const cities::Pack& pack);

 private:
  const users::FreshProof& proof_;
};

}  // namespace nrmm::privacy

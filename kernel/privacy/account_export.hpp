#pragma once

#include "http/router.hpp"
#include "users/fresh_proof.hpp"
#include "users/personal_numbers.hpp"
#include "workflows/personal.hpp"

namespace nrmm::privacy {

// What export_store::all_of() found, in full; what its person filed for somebody else stays shortened.
Json opened_for_holder(const workflows::Personal& personal, const Json& stored, const std::string& city);

// What a city keeps about the caller, as one JSON document. Thread-safe.
class AccountExport {
 public:
  AccountExport(const workflows::Personal& personal, const users::PersonalNumbers& numbers,
                const users::FreshProof& proof)
      : personal_(personal), numbers_(numbers), proof_(proof) {}

  http::Response masked(http::Request& request) const;  // personal values shortened
  // In full, for who proves anew that he is the holder; recorded. What he filed for others stays shortened.
  http::Response full(http::Request& request) const;

 private:
  Json document(http::Request& request, bool in_full) const;

  const workflows::Personal& personal_;
  const users::PersonalNumbers& numbers_;
  const users::FreshProof& proof_;
};

}  // namespace nrmm::privacy

#pragma once

#include "storage/database.hpp"

namespace nrmm::privacy::export_store {

// Everything that is kept about an account, by kind: account, profile, machines, cases, parts (of another's
// cases, where he is to be the new owner: his own answers), photos, messages, sessions, identities elsewhere,
// recoveries that wait, records of plugins, collections of codes, acts (its rows in the audit record) and
// disclosures (when officers read its values in full, and what for). Personal values sealed. Newest first, at
// most kMost of a kind; `cut` names those that have more.
inline constexpr int kMost = 10'000;

Json all_of(storage::Session& session, const std::string& account);

}  // namespace nrmm::privacy::export_store

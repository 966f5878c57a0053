#pragma once

#include <cstdint>
#include <string>

namespace nrmm::audit {

// SQL: the text of the row `r` of table audit over which its hash goes. A jsonb array of all columns but the
// identity (which the chain holds) is unambiguous, and PostgreSQL writes jsonb in one form only.
inline const std::string kCanonical = R"(jsonb_build_array(r.city_id,
  to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.actor_id, r.actor_name, r.actor_roles, r.address,
  r.request_id, r.action, r.object_type, r.object_id, r.before, r.after, r.result, r.pack_revision)::text)";

// A link of a city's chain; `before` is the link's before it, empty for the first.
std::string link_hash(const std::string& before, std::int64_t audit_id, const std::string& row_hash);

}  // namespace nrmm::audit

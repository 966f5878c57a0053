#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "storage/database.hpp"

namespace nrmm::audit {

struct ListingRequest {
  int limit = 20;
  std::optional<std::int64_t> before;  // row number; newest first
  std::string action;                  // empty: all
  std::string object_id;               // empty: all
};

// {items: [{id, at, actor, action, object, before, after, result, pack_revision}], next} of the session's
// city.
Json list(storage::Session& session, const ListingRequest& request);

}  // namespace nrmm::audit

#pragma once

#include <string>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "storage/database.hpp"

namespace nrmm::audit {

// How an act ended.
inline constexpr const char* kDone = "done";
inline constexpr const char* kRefused = "refused";

// One act on the register. `before` and `after` hold no secrets and no open personal values.
struct Entry {
  std::string action{};  // area.verb: case.approve, account.create, pack.activate …
  std::string object_type{};
  std::string object_id{};
  Json before = nullptr;
  Json after = nullptr;
  std::string result = kDone;
  std::string pack_revision{};
};

// From where an act came; the server's own work has no address.
struct Origin {
  std::string address{};
  std::string request_id{};
};

// Writes the row, with its own hash, into the session's transaction: what is not audited does not happen.
void record(storage::Session& session, const Actor& actor, const Origin& origin, const Entry& entry);

}  // namespace nrmm::audit

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "storage/database.hpp"

// Leave to take one photo with the camera now. The server gave it out moments ago, so a photo that comes with
// it was not prepared before then; that it shows what it should is for people to see.
namespace nrmm::photos::photo_ticket_store {

struct Issued {
  std::string ticket;  // 256 bits, kept as a hash only
  std::string expires_at;
};
// `live_for`: form.field.
Issued issue(storage::Session&, const std::string& account, const std::string& live_for,
             std::chrono::minutes valid);

struct Ticket {
  std::string live_for;
  std::string created_at;
  std::int64_t created = 0, now = 0;  // seconds since 1970, by the database's clock
};
// Whether it would be redeemed now.
bool good(storage::Session&, const std::string& account, const std::string& ticket);
// Uses it up. Nothing when it is another account's, used, too old or none.
std::optional<Ticket> redeem(storage::Session&, const std::string& account, const std::string& ticket);

void sweep(storage::Session&);  // those that nobody can use any more

}  // namespace nrmm::photos::photo_ticket_store

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/settings.hpp"

// Sessions' rows, within the session's city and transaction. Tokens are stored as hashes.
namespace nrmm::users {

struct Ticket {
  std::string token;       // 256 bits, given out once
  std::string expires_at;  // RFC 3339
};

// Nothing when the account was disabled or got another password since it was read.
// `address` is kept with the session; empty: it is not. `client`: what it calls itself, for its holder's
// eyes.
std::optional<Ticket> begin_session(storage::Session& session, const Account& account,
                                    std::chrono::seconds lifetime, const std::string& address,
                                    const std::string& client = {});

// Whose token it is, in one statement: nobody's once its session ended, ran out or was not used for too long,
// its account was disabled, or its initial password outlived its days. It notes the use every two minutes.
// Where settings.officers_need_second_factor, an officer without one must enrol before anything else.
std::optional<Actor> actor_of(storage::Session& session, const std::string& token_hash,
                              const Settings& settings);

// Those of an account that run, newest first: {id, client, address, created_at, used_at, expires_at}.
Json running_sessions(storage::Session& session, const std::string& account, const Settings& settings);

// False: there is none that runs.
bool end_session(storage::Session& session, const std::string& account, const std::string& id);
// All of an account's but `except`; how many.
int end_sessions(storage::Session& session, const std::string& account, const std::string& except = {});

}  // namespace nrmm::users

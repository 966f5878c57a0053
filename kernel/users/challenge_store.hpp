#pragma once

#include <chrono>
#include <string>

#include "storage/database.hpp"

// Questions that were put, within the session's city and transaction; only keyed hashes.
namespace nrmm::users::challenge_store {

void insert(storage::Session& session, const std::string& id, const std::string& asked_of,
            const std::string& answer_mac, std::chrono::seconds valid);
// Uses the question up, whatever the answer; true when it is right, in time, and put to whoever answers.
bool use(storage::Session& session, const std::string& id, const std::string& asked_of,
         const std::string& answer_mac);

}  // namespace nrmm::users::challenge_store

#pragma once

#include <string>

#include "storage/database.hpp"

// When a machine's mounted or sprayed code was proved.
namespace nrmm::machines::sign_proof_store {

// A new sign has still to be proved.
void want(storage::Session&, const std::string& machine);
void prove(storage::Session&, const std::string& machine);
std::string proved_at(storage::Session&, const std::string& machine);  // RFC 3339; empty: not proved

}  // namespace nrmm::machines::sign_proof_store

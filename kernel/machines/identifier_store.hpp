#pragma once

#include <string>
#include <vector>

#include "machines/duplicates.hpp"
#include "machines/identifiers.hpp"
#include "storage/database.hpp"

// The SQL of identifiers. Rows exist from the first submission on.
namespace nrmm::machines::identifier_store {

// Until the transaction ends, filings with the same unique identifier come one after the other, so that each
// sees those before it.
void take_turns(storage::Session&, const std::vector<Identifier>&);
Others others(storage::Session&, const std::string& machine, const Identifier&);

void replace(storage::Session&, const std::string& machine, const std::vector<Identifier>&);
// The machine is registered: its unique identifiers are its own. Problem 409 machine.duplicate when another
// registered machine has one of them.
void claim(storage::Session&, const std::string& machine);
// A registered machine has others now. Problem as claim().
void renew(storage::Session&, const std::string& machine, const std::vector<Identifier>&);
// It is registered no more: another may have them.
void release(storage::Session&, const std::string& machine);

}  // namespace nrmm::machines::identifier_store

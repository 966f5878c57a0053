#pragma once

#include <set>
#include <string>
#include <string_view>

#include "cities/pack.hpp"
#include "storage/database.hpp"

namespace nrmm::machines {

struct IssuedCode {
  std::string serial;
  std::string stage;
  std::string code;  // as displayed
};

inline constexpr const char* kExhausted = "code.exhausted";  // code of the Problem where none is left

// Gives the next free serial of the district within the session's transaction. The ledger row comes first, so
// a serial is unique over all cities and for ever; the prefix counter's row lock makes numbers gapless and is
// held to the end of the transaction, so call it as the last thing before committing. Problem 409
// kExhausted when none is left.
IssuedCode issue_code(storage::Session& session, const cities::Pack& pack, std::string_view district,
                      std::string_view stage, Date on);

// The machine that bears it has left this city's register; nobody else ever gets it.
void retire_code(storage::Session& session, std::string_view serial);

// The city that issued a serial, whichever city the session is set to; empty when nobody did.
std::string issuing_city(storage::Session& session, std::string_view serial);

std::set<std::string> issuing_cities(storage::Session& session);  // that have given out any

}  // namespace nrmm::machines

#pragma once

#include <chrono>
#include <string>

#include "storage/database.hpp"

// Rows of sent codes, within the session's city and transaction. Phones and codes are keyed hashes.
namespace nrmm::users {

struct CodeRow {
  std::string phone_mac;
  std::string purpose;
  std::string code_mac;
};

// The code replaces what was sent to the phone for the purpose before.
void insert_code(storage::Session& session, const CodeRow& code, std::chrono::seconds valid);

bool live_code(storage::Session& session, const std::string& phone_mac, const std::string& purpose,
               int tries);

// One statement, so that of any number of simultaneous tries no more than `tries` are looked at and one
// succeeds: counts the try on the live code, uses it up when it is the right one. Without `use_up` the right
// one stays live; its row is locked until the transaction ends.
bool try_code(storage::Session& session, const CodeRow& code, int tries, bool use_up = true);
void use_up_code(storage::Session& session, const CodeRow& code);

}  // namespace nrmm::users

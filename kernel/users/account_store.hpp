#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"

// The account's rows, within the session's city and transaction.
namespace nrmm::users {

// Keyed hashes by which an account is found again.
struct AccountKeys {
  std::string phone_mac;
  std::string id_number_mac;
};

// False when phone, identity number or login already belong to an account.
bool insert_account(storage::Session& session, const Account& account, const AccountKeys& keys,
                    std::chrono::seconds initial_password = {});

std::optional<Account> find_account(storage::Session& session, const std::string& id);
std::optional<Account> find_officer(storage::Session& session, const std::string& login);
// Not officers: they are not found by phone.
std::optional<Account> find_by_phone(storage::Session& session, const std::string& phone_mac);
// By another account than `self` (empty: by any).
bool id_number_taken(storage::Session& session, const std::string& id_number_mac,
                     const std::string& self = {});
// Two who register the same credit code at once come one after the other.
bool uscc_taken(storage::Session& session, const std::string& uscc, const std::string& self = {});
// One person, one account: an officer with this identity number, or one in service with this telephone.
bool officer_exists(storage::Session& session, const AccountKeys& keys);

// Whether two accounts are one account or share phone, identity number or credit code.
bool same_person(storage::Session& session, const std::string& a, const std::string& b);

// Where a login may be: each empty key is not looked at.
struct LoginKeys {
  std::string officer_login;
  std::string username;
  std::string phone_mac;
  std::string id_number_mac;
  std::string uscc;
};
std::optional<Account> find_by_login(storage::Session& session, const LoginKeys& keys);

// Name, numbers and answers; false when the account is not at `account.version` any more.
bool update_answers(storage::Session& session, const Account& account, const AccountKeys& keys);
void update_password(storage::Session& session, const std::string& id, const std::string& hash,
                     const std::optional<std::string>& email_sealed);
// A password somebody else knows: it must be changed, and lasts only so long.
void give_initial_password(storage::Session& session, const std::string& id, const std::string& hash,
                           std::chrono::seconds lifetime);
// Problem 409 account.exists when a colleague in service has the same telephone by now.
void set_disabled(storage::Session& session, const Account& account, bool disabled);

// A role beside the others, or one less. The version rises.
void set_role(storage::Session& session, const std::string& id, const std::string& role, bool has);

Date city_today(storage::Session& session);

}  // namespace nrmm::users

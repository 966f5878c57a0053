#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "users/account.hpp"
#include "users/account_store.hpp"
#include "users/duty.hpp"
#include "workflows/outbox.hpp"

// What the operator's command line and the calls on officers share: how such an account comes to be.
namespace nrmm::users {

struct NewOfficer {
  Duty duty;
  std::string name;       // real name
  std::string phone;      // normal form
  std::string id_number;  // normal form; may be empty on the command line
};

// What is told once and stored nowhere.
struct Credentials {
  std::string login;
  std::string initial_password;
};

// By the members name, phone, id_number, roles, districts, departments, township.
std::vector<Finding> officer_faults(const cities::Pack& pack, const NewOfficer& officer, Date on);

Account officer_account(const NewOfficer& officer, const std::string& city, const PersonalNumbers& numbers);
AccountKeys officer_keys(const NewOfficer& officer, const std::string& city, const PersonalNumbers& numbers);

// Gives the account a login of its own and stores it. Problem 409 account.exists: one person, one account.
void insert_officer(storage::Session& session, Account& account, const AccountKeys& keys,
                    std::chrono::seconds initial_password);

// A login that nobody has: the letter and seven digits.
std::string unused_login(storage::Session& session, char first);

// Three groups of four out of 31 characters that nobody mistakes for another when read out: 59 bits.
std::string random_initial_password();

// In the register and by SMS: an account's holder, in the words of the text named `text`.
void tell_holder(storage::Session& session, const cities::Pack& pack, const workflows::OutboxWriter& outbox,
                 const PersonalNumbers& numbers, const Account& account, const std::string& event,
                 const std::string& text);
// An officer so: text officer.<event> (X063).
void tell_officer(storage::Session& session, const cities::Pack& pack, const workflows::OutboxWriter& outbox,
                  const PersonalNumbers& numbers, const Account& account, const std::string& event);

}  // namespace nrmm::users

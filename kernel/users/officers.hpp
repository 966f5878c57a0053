#pragma once

#include <string>

#include "audit/audit.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "users/officer_account.hpp"
#include "users/password_hasher.hpp"
#include "users/personal_numbers.hpp"
#include "users/settings.hpp"

namespace nrmm::users {

// Officers' accounts as the operator gives and takes them, on the command line (F018, F019). The operator is
// no account of a city: audit rows carry him as `system` with the name given. Everything throws Problem: 422
// with findings, 404 account.unknown, 409 account.exists.
class Officers {
 public:
  struct Parts {
    storage::Database& database;
    PasswordHasher& hasher;
    const PersonalNumbers& numbers;
    const workflows::OutboxWriter& outbox;
    const Settings& settings;
  };
  explicit Officers(Parts parts, std::string operator_name = "operator")
      : parts_(parts), operator_(std::move(operator_name)) {}

  Credentials create(const cities::Pack& pack, NewOfficer officer) const;
  // Sessions end with the transaction (X059).
  void disable(const cities::Pack& pack, const std::string& login) const;
  void enable(const cities::Pack& pack, const std::string& login) const;
  // A new initial password; sessions end. The old one is worth nothing from then on, and the officer is told
  // (X063). With `second_factor` it goes too, for a lost device of whom no colleague can help.
  Credentials reset(const cities::Pack& pack, const std::string& login, bool second_factor = false) const;

 private:
  void record(storage::Session& session, const cities::Pack& pack, const std::string& action,
              const std::string& account, const Json& after) const;
  void set_disabled_state(const cities::Pack& pack, const std::string& login, bool disabled) const;

  Parts parts_;
  std::string operator_;
};

}  // namespace nrmm::users

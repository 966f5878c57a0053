#include "users/account_row.hpp"

namespace nrmm::users {

Account account_of(const storage::Row& row) {
  Account account;
  account.id = row.text("id");
  account.login = row.text("login");
  account.kind = row.text("kind");
  account.roles = row.array("roles");
  account.districts = row.array("districts");
  account.departments = row.array("departments");
  account.township = row.text("township");
  account.name = row.text("name");
  account.phone_sealed = row.text("phone_sealed");
  account.id_number_sealed = row.text("id_number_sealed");
  account.uscc = row.text("uscc");
  account.answers = row.json("answers");
  account.profile_state = row.text("profile_state");
  account.password_hash = row.text("password_hash");
  account.must_change_password = row.flag("must_change_password");
  account.disabled = row.flag("disabled");
  account.password_expired = row.flag("password_expired");
  account.last_sign_in = row.text("last_sign_in");
  account.previous_sign_in = row.text("previous_sign_in");
  account.version = row.integer("version");
  account.created_at = row.text("created_at");
  return account;
}

}  // namespace nrmm::users

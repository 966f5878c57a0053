#pragma once

#include <string>

#include "storage/database.hpp"
#include "users/account.hpp"

// How the stores read an account.
namespace nrmm::users {

inline const std::string kAccountColumns = R"(
select id::text, login, kind, roles, districts, departments, township, name, phone_sealed, id_number_sealed, uscc, answers, profile_state,
       password_hash, must_change_password, disabled_at is not null as disabled,
       coalesce(initial_password_until <= nrmm_now(), false) as password_expired, version,
       nrmm_time(last_sign_in) as last_sign_in, nrmm_time(previous_sign_in) as previous_sign_in,
       nrmm_time(created_at) as created_at
from account)";

Account account_of(const storage::Row& row);

}  // namespace nrmm::users

#include "users/profile_store.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kFind = R"(
select profile, profile_state, profile_case::text as profile_case from account
where city_id = nrmm_city() and id = $1)";

constexpr const char* kPut = R"(
update account set profile = $2, version = version + 1 where city_id = nrmm_city() and id = $1)";

constexpr const char* kState = R"(
update account set profile_state = $2, profile_case = $3, version = version + 1
where city_id = nrmm_city() and id = $1)";

constexpr const char* kLock = "select 1 from account where city_id = nrmm_city() and id = $1 for update";

}  // namespace

std::optional<ProfileRow> find_profile(storage::Session& session, const std::string& account) {
  const auto row = session.one(kFind, {account});
  if (!row) return std::nullopt;
  return ProfileRow{row->front().json("profile"), row->front().text("profile_state"),
                    row->front().text("profile_case")};
}

void put_profile(storage::Session& session, const std::string& account, const Json& answers) {
  session.run(kPut, {account, answers});
}

void set_profile_state(storage::Session& session, const std::string& account, const std::string& state,
                       const std::string& case_id) {
  session.run(kState, {account, state, case_id});
}

void lock_account(storage::Session& session, const std::string& account) { session.run(kLock, {account}); }

}  // namespace nrmm::users

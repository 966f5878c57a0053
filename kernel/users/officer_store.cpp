#include "users/officer_store.hpp"

#include "base/absent.hpp"
#include "users/account_row.hpp"

namespace nrmm::users::officer_store {
namespace {

const std::string kList = kAccountColumns + R"(
where city_id = nrmm_city() and kind = 'officer' and ($1::uuid is null or id < $1)
  and ($2::text[] is null or districts && $2) and ($3::text is null or $3 = any (roles))
  and ($4::text is null or $4 = any (districts)) and ($5::text is null or $5 = any (departments))
  and ($6::text is null or login = $6)
  and ($7::text is null or $7 = case when disabled_at is not null then 'suspended'
                                     when password_hash = '' then 'to_issue' else 'in_service' end)
order by id desc limit $8)";

constexpr const char* kUpdate = R"(
update account set roles = $3, districts = $4, departments = $5, township = $6, version = version + 1
where city_id = nrmm_city() and id = $1 and version = $2)";

}  // namespace

const char* state_of(const Account& account) {
  if (account.disabled) return kSuspended;
  return account.issued() ? kInService : kToIssue;
}

std::vector<Account> list(storage::Session& session, const Filter& filter) {
  std::vector<Account> found;
  for (const auto& row :
       session.run(kList, {maybe(filter.before), filter.districts, maybe(filter.role), maybe(filter.district),
                           maybe(filter.department), maybe(filter.login), maybe(filter.state), filter.limit}))
    found.push_back(account_of(row));
  return found;
}

bool update_duty(storage::Session& session, const Account& account, const Duty& duty) {
  return session
             .run(kUpdate, {account.id, account.version, duty.roles, duty.districts, duty.departments,
                            maybe(duty.township)})
             .affected() == 1;
}

}  // namespace nrmm::users::officer_store

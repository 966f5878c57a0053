#include "users/office_store.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kOffice = R"(
select id, name, districts from account
where city_id = nrmm_city() and kind = 'officer' and roles && $1 and disabled_at is null and password_hash <> ''
  and ($2 = '' or districts = '{}' or $2 = any (districts))
  and nrmm_in_charge($1, $3, $4, roles, departments, township)
order by name, id)";

}  // namespace

std::vector<workflows::Officer> officers_of(storage::Session& session, const workflows::Office& office) {
  std::vector<workflows::Officer> all;
  for (const storage::Row& row :
       session.run(kOffice, {office.roles, office.district, office.department, office.township}))
    all.push_back({row.text("id"), row.text("name"), row.array("districts")});
  return all;
}

}  // namespace nrmm::users

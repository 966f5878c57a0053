#include "workflows/case_load_store.hpp"

namespace nrmm::workflows::case_store {
namespace {

constexpr const char* kHeld = R"(
select claimed_by, count(*) as cases from review_case where claimed_by = any ($1::uuid[]) group by claimed_by)";

}  // namespace

std::map<std::string, std::int64_t> held(storage::Session& session,
                                         const std::vector<std::string>& accounts) {
  std::map<std::string, std::int64_t> all;
  if (accounts.empty()) return all;
  for (const storage::Row& row : session.run(kHeld, {accounts}))
    all[row.text("claimed_by")] = row.integer("cases");
  return all;
}

}  // namespace nrmm::workflows::case_store

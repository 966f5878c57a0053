#include "users/challenge_store.hpp"

namespace nrmm::users::challenge_store {
namespace {

constexpr const char* kInsert = R"(
insert into challenge (city_id, id, asked_of, answer_mac, expires_at)
values (nrmm_city(), $1, $2, $3, nrmm_now() + make_interval(secs => $4)))";

constexpr const char* kUse = R"(
delete from challenge where city_id = nrmm_city() and id = $1
returning asked_of = $2 and answer_mac = $3 and expires_at > nrmm_now() as right_answer)";

}  // namespace

void insert(storage::Session& session, const std::string& id, const std::string& asked_of,
            const std::string& answer_mac, std::chrono::seconds valid) {
  session.run(kInsert, {id, asked_of, answer_mac, valid.count()});
}

bool use(storage::Session& session, const std::string& id, const std::string& asked_of,
         const std::string& answer_mac) {
  const auto row = session.one(kUse, {id, asked_of, answer_mac});
  return row && row->front().flag("right_answer");
}

}  // namespace nrmm::users::challenge_store

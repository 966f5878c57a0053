#include "users/sweep.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kCodes = R"(
delete from sms_code where city_id = nrmm_city() and expires_at < nrmm_now() - interval '2 days')";

constexpr const char* kSessions = R"(
delete from session
where city_id = nrmm_city() and least(expires_at, ended_at) < nrmm_now() - interval '30 days')";

constexpr const char* kChallenges = R"(
delete from challenge where city_id = nrmm_city() and expires_at < nrmm_now() - interval '1 hour')";

// What nobody decided in a month: who still needs it asks again.
constexpr const char* kRecoveries = R"(
delete from account_recovery where city_id = nrmm_city() and asked_at < nrmm_now() - interval '30 days')";

}  // namespace

void sweep(storage::Session& session) {
  session.run(kCodes);
  session.run(kSessions);
  session.run(kChallenges);
  session.run(kRecoveries);
}

}  // namespace nrmm::users

#include "machines/sign_proof_store.hpp"

namespace nrmm::machines::sign_proof_store {
namespace {

constexpr const char* kProve = R"(
update machine set sign_proved_at = nrmm_now(), version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kWant = R"(
update machine set sign_proved_at = null, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kProvedAt = "select nrmm_time(sign_proved_at) as at from machine where id = $1";

}  // namespace

void want(storage::Session& session, const std::string& machine) { session.run(kWant, {machine}); }
void prove(storage::Session& session, const std::string& machine) { session.run(kProve, {machine}); }

std::string proved_at(storage::Session& session, const std::string& machine) {
  const auto row = session.one(kProvedAt, {machine});
  return row ? row->front().text("at") : std::string();
}

}  // namespace nrmm::machines::sign_proof_store

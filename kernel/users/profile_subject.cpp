#include "users/profile_subject.hpp"

#include <stdexcept>

#include "users/account_store.hpp"
#include "users/identity.hpp"
#include "users/profile_store.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kAccept = "accept_profile";

std::string state_in(workflows::Phase phase) {
  switch (phase) {
    case workflows::Phase::open:
      return workflows::profile::kInReview;
    case workflows::Phase::approved:
      return workflows::profile::kApproved;
    default:
      return workflows::profile::kDraft;
  }
}

}  // namespace

Json ProfileSubject::facts(storage::Session& session, const cities::Pack& pack,
                           const workflows::Case& record) {
  return people_.facts(session, pack, record.subject_id);
}

void ProfileSubject::follow(storage::Session& session, const workflows::Case&, const workflows::Case& after) {
  set_profile_state(session, after.subject_id, state_in(after.phase), after.id);
}

void ProfileSubject::apply(storage::Session& session, const cities::Pack& pack, const workflows::Case& record,
                           const workflows::Effect& effect) {
  if (effect.name != kAccept) throw std::logic_error("an account has no effect " + std::string(effect.name));
  auto account = find_account(session, record.subject_id);
  if (!account) throw std::logic_error("a profile without an account");
  const std::string city = session.city();
  const Identity identity = identity_of(account->kind, personal_.opened(record.answers, city));
  require_free(session, pack, identity, account->id, record.date, numbers_);
  put_identity(*account, identity, city, numbers_);
  update_answers(session, *account, identity_keys(identity, city, numbers_));
}

}  // namespace nrmm::users

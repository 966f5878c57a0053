#include "audit/audit.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "audit/chain.hpp"
#include "audit/duty.hpp"

namespace nrmm::audit {

namespace {

thread_local std::uint64_t recorded = 0;

// A row and its place in the sealer's queue, in one statement. The hash is made where the row is made: of
// what is stored.
const std::string kRecord = R"(
  with r as (
    select nrmm_city() as city_id, nrmm_now() as at, $1::text as actor_id, $2::text as actor_name, $3::text[] as actor_roles,
      $4::text as address, $5::text as request_id, $6::text as action, $7::text as object_type, $8::text as object_id,
      $9::jsonb as before, $10::jsonb as after, $11::text as result, $12::text as pack_revision
  ), written as (
    insert into audit (city_id, at, actor_id, actor_name, actor_roles, address, request_id, action, object_type, object_id,
                       before, after, result, pack_revision, row_hash)
    select r.*, encode(sha256(convert_to()" +
                            kCanonical + R"(, 'UTF8')), 'hex') from r
    returning city_id, id
  )
  insert into audit_queue (city_id, audit_id) select city_id, id from written)";

// Names under which nothing may ever be recorded: the audit is read by more people than the row it describes.
constexpr std::array<std::string_view, 12> kSecret{
    "password", "new_password",     "old_password", "password_hash", "token", "token_hash",
    "sms_code", "initial_password", "code_mac",     "secret",        "uri",   "recovery_codes"};

void refuse_secrets(const Json& value) {
  if (!value.is_structured()) return;
  for (const auto& [key, member] : value.items()) {
    if (value.is_object() && std::find(kSecret.begin(), kSecret.end(), key) != kSecret.end())
      throw std::logic_error("an audit entry with " + key);
    refuse_secrets(member);
  }
}

storage::Param snapshot(const Json& value) {
  refuse_secrets(value);
  return value.is_null() ? storage::Param(nullptr) : storage::Param(value);
}

// A row is never changed, so it does not hold what a person may ask to be erased: of people who registered
// themselves it keeps the account's id, and the name is looked up where the row is shown.
std::string lasting_name(const Actor& actor) {
  constexpr std::array<std::string_view, 4> kPeople{"owner", "agent", "site_manager", "recorder"};
  const bool person = std::any_of(kPeople.begin(), kPeople.end(),
                                  [&](std::string_view role) { return actor.has_role(role); });
  return person ? std::string() : actor.name;
}

}  // namespace

void record(storage::Session& session, const Actor& actor, const Origin& origin, const Entry& entry) {
  session.run(kRecord, {actor.account, lasting_name(actor), actor.roles, origin.address, origin.request_id,
                        entry.action, entry.object_type, entry.object_id, snapshot(entry.before),
                        snapshot(entry.after), entry.result, entry.pack_revision});
  ++recorded;
}

std::uint64_t rows_recorded() { return recorded; }

}  // namespace nrmm::audit

#include "users/sms_code_store.hpp"

#include "base/random.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kEndOlder = R"(
update sms_code set expires_at = nrmm_now()
where city_id = nrmm_city() and phone_mac = $1 and purpose = $2 and used_at is null and expires_at > nrmm_now())";

constexpr const char* kInsert = R"(
insert into sms_code (city_id, id, phone_mac, purpose, code_mac, expires_at)
values (nrmm_city(), $1, $2, $3, $4, nrmm_now() + make_interval(secs => $5)))";

constexpr const char* kLive = R"(
select 1 from sms_code
where city_id = nrmm_city() and phone_mac = $1 and purpose = $2 and used_at is null and tries < $3
  and expires_at > nrmm_now() limit 1)";

// The row's lock makes tries wait for each other; the conditions are asked again on the row as it then is.
constexpr const char* kTry = R"(
update sms_code set tries = tries + 1, used_at = case when $5 and code_mac = $3 then nrmm_now() end
where city_id = nrmm_city() and phone_mac = $1 and purpose = $2 and used_at is null and tries < $4
  and expires_at > nrmm_now()
returning code_mac = $3 as matched)";

constexpr const char* kUseUp = R"(
update sms_code set used_at = nrmm_now()
where city_id = nrmm_city() and phone_mac = $1 and purpose = $2 and code_mac = $3 and used_at is null)";

}  // namespace

void insert_code(storage::Session& session, const CodeRow& code, std::chrono::seconds valid) {
  session.run(kEndOlder, {code.phone_mac, code.purpose});
  session.run(kInsert, {new_id(), code.phone_mac, code.purpose, code.code_mac, valid.count()});
}

bool live_code(storage::Session& session, const std::string& phone_mac, const std::string& purpose,
               int tries) {
  return session.one(kLive, {phone_mac, purpose, tries}).has_value();
}

bool try_code(storage::Session& session, const CodeRow& code, int tries, bool use_up) {
  const auto rows = session.run(kTry, {code.phone_mac, code.purpose, code.code_mac, tries, use_up});
  bool matched = false;
  for (const auto& row : rows) matched = matched || row.flag("matched");
  return matched;
}

void use_up_code(storage::Session& session, const CodeRow& code) {
  session.run(kUseUp, {code.phone_mac, code.purpose, code.code_mac});
}

}  // namespace nrmm::users

#include "sites/recorder_store.hpp"

#include "base/random.hpp"

namespace nrmm::sites::recorder_store {
namespace {

using storage::Row;
using storage::Session;

constexpr const char* kInsert = R"(
insert into site_recorder (city_id, id, site_id, name, phone_sealed, phone_mac) values (nrmm_city(), $1, $2, $3, $4, $5)
on conflict (city_id, site_id, phone_mac) where removed_at is null do nothing)";

const std::string kColumns = R"( id, site_id, name, phone_sealed, account_id, nrmm_time(added_at) as added_at,
  nrmm_time(bound_at) as bound_at )";

const std::string kOfSite =
    "select" + kColumns + "from site_recorder where site_id = $1 and removed_at is null order by id";

const std::string kRemove = R"(
update site_recorder set removed_at = nrmm_now() where id = $2 and site_id = $1 and removed_at is null returning)" +
                            kColumns;

constexpr const char* kBind = R"(
with bound as (update site_recorder set account_id = $2, bound_at = nrmm_now()
  where phone_mac = $1 and removed_at is null and account_id is distinct from $2::uuid returning site_id)
select s.name from bound b join site s on s.id = b.site_id order by s.id)";

constexpr const char* kAnywhere = R"(
select 1 from site_recorder where account_id = $1 and removed_at is null limit 1)";

constexpr const char* kRecords = R"(
select 1 from site_recorder where site_id = $1 and account_id = $2 and removed_at is null limit 1)";
constexpr const char* kHolds = R"(
select 1 from site_recorder where site_id = $1 and account_id = $2 and removed_at is null limit 1 for share)";

Recorder read(const Row& row) {
  return {row.text("id"),         row.text("site_id"),  row.text("name"),    row.text("phone_sealed"),
          row.text("account_id"), row.text("added_at"), row.text("bound_at")};
}

}  // namespace

bool insert(Session& session, const Recorder& recorder, const std::string& phone_mac) {
  return session.run(kInsert, {recorder.id, recorder.site, recorder.name, recorder.phone_sealed, phone_mac})
             .affected() == 1;
}

std::vector<Recorder> of_site(Session& session, const std::string& site) {
  std::vector<Recorder> all;
  for (const Row& row : session.run(kOfSite, {site})) all.push_back(read(row));
  return all;
}

std::optional<Recorder> remove(Session& session, const std::string& site, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(kRemove, {site, id});
  return rows ? std::optional<Recorder>(read(rows->front())) : std::nullopt;
}

std::vector<std::string> bind(Session& session, const std::string& phone_mac, const std::string& account) {
  std::vector<std::string> names;
  for (const Row& row : session.run(kBind, {phone_mac, account})) names.push_back(row.text("name"));
  return names;
}

bool records_anywhere(Session& session, const std::string& account) {
  return session.one(kAnywhere, {account}).has_value();
}

bool holds(Session& session, const std::string& site, const std::string& account) {
  return session.one(kHolds, {site, account}).has_value();
}

bool records(Session& session, const std::string& site, const std::string& account) {
  return session.one(kRecords, {site, account}).has_value();
}

}  // namespace nrmm::sites::recorder_store

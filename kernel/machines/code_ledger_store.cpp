#include "base/problem.hpp"
#include "machines/code.hpp"
#include "machines/code_ledger.hpp"

namespace nrmm::machines {
namespace {

// Takes the next number of the prefix and locks its row until the transaction ends.
constexpr const char* kNextNumber = R"(
insert into code_counter (city_id, prefix, last) values (nrmm_city(), $1, 1)
on conflict (city_id, prefix) do update set last = code_counter.last + 1
returning last)";

constexpr const char* kEnterLedger = R"(
insert into code_ledger (serial, city_id, state) values ($1, nrmm_city(), 'valid'))";

constexpr const char* kRetire = R"(
update code_ledger set state = 'deregistered' where serial = $1 and city_id = nrmm_city() and state = 'valid')";

constexpr const char* kIssuer = "select city_id from code_ledger where serial = $1";
constexpr const char* kIssuers = "select distinct city_id from code_ledger";

}  // namespace

IssuedCode issue_code(storage::Session& session, const cities::Pack& pack, std::string_view district_id,
                      std::string_view stage, Date on) {
  const cities::District* district = pack.district(district_id);
  if (!district) throw Problem(409, kExhausted, {{"district", district_id}});
  const auto next = session.one(kNextNumber, {serial_prefix(pack, *district, on)});
  const auto serial = format_serial(pack, *district, next->front().integer("last"), on);
  if (!serial) throw Problem(409, kExhausted, {{"district", district->name}});
  session.run(kEnterLedger, {*serial});
  return {*serial, std::string(stage), display_code(pack, stage, *serial, on)};
}

void retire_code(storage::Session& session, std::string_view serial) { session.run(kRetire, {serial}); }

std::string issuing_city(storage::Session& session, std::string_view serial) {
  const auto row = session.one(kIssuer, {serial});
  return row ? row->front().text("city_id") : std::string();
}

std::set<std::string> issuing_cities(storage::Session& session) {
  std::set<std::string> cities;
  for (const storage::Row row : session.run(kIssuers)) cities.insert(row.text("city_id"));
  return cities;
}

}  // namespace nrmm::machines

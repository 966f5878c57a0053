#include "machines/code_lookup_store.hpp"

namespace nrmm::machines {
namespace {

constexpr const char* kFind = R"(
select l.city_id, l.state, nrmm_today()::text as today, m.id is not null as here, m.emission_stage, m.answers,
  array(select s.stage from machine_stage s where s.machine_id = m.id and s.until is not null) as earlier_stages
from code_ledger l left join machine m on m.serial = l.serial and m.city_id = nrmm_city()
where l.serial = $1)";

}  // namespace

std::optional<CodedMachine> find_coded(storage::Session& session, std::string_view serial) {
  const auto found = session.one(kFind, {serial});
  if (!found) return std::nullopt;
  const auto row = found->front();
  return CodedMachine{row.text("city_id"),        row.text("state"),          *Date::parse(row.text("today")),
                      row.flag("here"),           row.text("emission_stage"), row.json("answers"),
                      row.array("earlier_stages")};
}

}  // namespace nrmm::machines

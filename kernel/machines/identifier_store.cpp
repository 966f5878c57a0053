#include "machines/identifier_store.hpp"

#include "base/problem.hpp"
#include "machines/machine.hpp"

namespace nrmm::machines::identifier_store {
namespace {

using storage::Session;

constexpr const char* kTurn = "select pg_advisory_xact_lock(hashtextextended(nrmm_city() || '|' || $1, 0))";

constexpr const char* kOthers = R"(
select coalesce(bool_or(m.state = $4), false) as registered,
  coalesce(bool_or(m.state = any ($5)), false) as filed
from machine_identifier i join machine m on m.city_id = i.city_id and m.id = i.machine_id
where i.kind = $1 and i.value = $2 and i.machine_id <> $3)";

constexpr const char* kClear = "delete from machine_identifier where machine_id = $1 and not live";
constexpr const char* kAdd = R"(
insert into machine_identifier (city_id, machine_id, kind, value) values (nrmm_city(), $1, $2, $3)
on conflict (city_id, machine_id, kind) do nothing)";
constexpr const char* kClaim = R"(
update machine_identifier set live = true where machine_id = $1 and kind = any ($2))";

constexpr const char* kForget = "delete from machine_identifier where machine_id = $1";
constexpr const char* kRelease = "update machine_identifier set live = false where machine_id = $1 and live";

constexpr const char* kLiveIndex = "machine_identifier_live";

}  // namespace

void take_turns(Session& session, const std::vector<Identifier>& identifiers) {
  for (const Identifier& one : identifiers) {
    if (one.unique) session.run(kTurn, {one.kind + "|" + one.value});
  }
}

Others others(Session& session, const std::string& machine, const Identifier& one) {
  const std::vector<std::string> under_way{name_of(MachineState::in_review), name_of(MachineState::returned)};
  const auto rows =
      session.run(kOthers, {one.kind, one.value, machine, name_of(MachineState::approved), under_way});
  return {rows.front().flag("registered"), rows.front().flag("filed")};
}

void replace(Session& session, const std::string& machine, const std::vector<Identifier>& identifiers) {
  session.run(kClear, {machine});
  for (const Identifier& one : identifiers) session.run(kAdd, {machine, one.kind, one.value});
}

void claim(Session& session, const std::string& machine) {
  try {
    session.run(kClaim, {machine, unique_kinds()});
  } catch (const storage::SqlError& error) {
    if (error.unique_violation() && error.constraint == kLiveIndex) throw Problem(409, "machine.duplicate");
    throw;
  }
}

void renew(Session& session, const std::string& machine, const std::vector<Identifier>& identifiers) {
  session.run(kForget, {machine});
  replace(session, machine, identifiers);
  claim(session, machine);
}

void release(Session& session, const std::string& machine) { session.run(kRelease, {machine}); }

}  // namespace nrmm::machines::identifier_store

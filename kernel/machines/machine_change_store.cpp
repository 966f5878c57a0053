#include "machines/machine_change_store.hpp"

#include "base/absent.hpp"

namespace nrmm::machines::machine_change_store {
namespace {

using storage::Session;

constexpr const char* kAdd = R"(
insert into machine_change (city_id, id, machine_id, case_id, transition, effect, before, after, owner_before, owner_after,
  actor_id, actor_name, basis, revision)
values (nrmm_city(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))";

constexpr const char* kOfMachine = R"(
select id, machine_id, case_id, transition, effect, before, after, owner_before, owner_after, actor_id, actor_name, basis,
  revision, nrmm_time(at) as at, at::date::text as day
from machine_change where machine_id = $1 order by number)";

constexpr const char* kOrder = R"(
insert into machine_sign (city_id, machine_id, number, code, case_id)
select nrmm_city(), $1, coalesce(max(number), 1) + 1, $2, $3 from machine_sign where machine_id = $1
returning number)";

constexpr const char* kLastSign = R"(
select number, code, nrmm_time(ordered_at) as ordered_at from machine_sign where machine_id = $1
order by number desc limit 1)";

}  // namespace

void add(Session& session, const MachineChange& c) {
  session.run(kAdd, {c.id, c.machine, c.case_id, c.transition, c.effect, c.before, c.after, c.owner_before,
                     c.owner_after, maybe(c.actor), c.actor_name, c.basis, c.revision});
}

std::vector<MachineChange> of_machine(Session& session, const std::string& machine) {
  std::vector<MachineChange> all;
  for (const storage::Row& row : session.run(kOfMachine, {machine}))
    all.push_back({row.text("id"), row.text("machine_id"), row.text("case_id"), row.text("transition"),
                   row.text("effect"), row.json("before"), row.json("after"), row.text("owner_before"),
                   row.text("owner_after"), row.text("actor_id"), row.text("actor_name"), row.text("basis"),
                   row.text("revision"), row.text("at"), row.text("day")});
  return all;
}

int order_sign(Session& session, const std::string& machine, const std::string& code,
               const std::string& case_id) {
  return static_cast<int>(session.run(kOrder, {machine, code, case_id}).front().integer("number"));
}

std::optional<Sign> last_sign(Session& session, const std::string& machine) {
  const auto row = session.one(kLastSign, {machine});
  if (!row) return std::nullopt;
  const storage::Row found = row->front();
  return Sign{static_cast<int>(found.integer("number")), found.text("code"), found.text("ordered_at")};
}

}  // namespace nrmm::machines::machine_change_store

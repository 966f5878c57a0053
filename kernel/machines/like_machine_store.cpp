#include "machines/like_machine_store.hpp"

#include "machines/machine.hpp"

namespace nrmm::machines::like_machine_store {
namespace {

// What is equal looks equal, so one index serves both.
constexpr const char* kLike = R"(
select o.machine_id, o.kind, mine.value as mine, o.value as other
from machine_identifier mine
join machine_identifier o on o.city_id = mine.city_id and o.kind = mine.kind and o.look = mine.look
  and o.machine_id <> mine.machine_id and ($2 or o.value = mine.value)
join machine m on m.city_id = o.city_id and m.id = o.machine_id
where mine.machine_id = $1 and m.state <> $3
order by o.machine_id desc, o.kind limit 200)";

}  // namespace

std::vector<Like> like(storage::Session& session, const std::string& machine, bool look_alikes) {
  std::vector<Like> all;
  for (const storage::Row& row : session.run(kLike, {machine, look_alikes, name_of(MachineState::draft)})) {
    const std::string id = row.text("machine_id");
    if (all.empty() || all.back().machine != id) all.push_back({id, {}});
    all.back().shared.push_back({row.text("kind"), row.text("mine"), row.text("other")});
  }
  return all;
}

}  // namespace nrmm::machines::like_machine_store

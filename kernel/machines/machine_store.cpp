#include "machines/machine_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::machines::machine_store {
namespace {

using storage::Row;
using storage::Session;

const std::string kSelect = R"(
select id, kind, owner_id, filed_by, state, district, machine_kind, serial, emission_stage, answers, derived, revision,
  case_id, change_id, version, nrmm_time(created_at) as created_at, nrmm_time(updated_at) as updated_at from machine )";

const std::string kFind = kSelect + "where id = $1";
const std::string kLock = kSelect + "where id = $1 for update";

const std::string kBearing = kSelect + "where serial = $1";
const std::string kHoldBearing = kBearing + " for share";

constexpr const char* kInsert = R"(
insert into machine (city_id, id, kind, owner_id, filed_by, state, answers)
values (nrmm_city(), $1, $2, $3, $4, $5, $6))";

constexpr const char* kRemove = "delete from machine where id = $1";

constexpr const char* kSetAnswers = R"(
update machine set answers = $2, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kSetJudged = R"(
update machine set answers = $2, derived = $3, revision = $4, owner_id = $5, district = $6, machine_kind = $7,
  emission_stage = $8, kind = $9, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kSetState = R"(
update machine set state = $2, case_id = $3, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kSetSerial = R"(
update machine set serial = $2, version = version + 1, updated_at = nrmm_now() where id = $1)";

constexpr const char* kChange = R"(
update machine set owner_id = $2, filed_by = $3, state = $4, district = $5, machine_kind = $6, emission_stage = $7,
  answers = $8, derived = $9, revision = $10, change_id = $11, version = version + 1, updated_at = nrmm_now() where id = $1)";

// Two walks along two indexes: an `or` over both would read the city.
const std::string kPage = R"( and ($2::uuid is null or id < $2) and ($3::text is null or state = $3)
  and ($4::text is null or district = $4) order by id desc limit $5)";
const std::string kOfAccount = "(" + kSelect + "where owner_id = $1" + kPage + ") union all (" + kSelect +
                               "where filed_by = $1 and owner_id <> $1" + kPage +
                               ") order by id desc limit $5";

const std::string kOfOfficer = kSelect + R"(
where state <> $6 and ($1::text[] is null or district = any ($1)) and ($2::uuid is null or id < $2)
  and ($3::text is null or state = $3) and ($4::text is null or district = $4)
order by id desc limit $5)";

constexpr const char* kAddStage = R"(
insert into machine_stage (city_id, machine_id, id, serial, stage) values (nrmm_city(), $1, $2, $3, $4))";

constexpr const char* kEndStage = R"(
update machine_stage set until = nrmm_now() where machine_id = $1 and until is null)";

constexpr const char* kStages = R"(
select serial, stage, nrmm_time(since) as since from machine_stage where machine_id = $1 order by id)";

Machine read(const Row& row) {
  Machine found;
  found.id = row.text("id");
  found.kind = row.text("kind");
  found.owner = row.text("owner_id");
  found.filed_by = row.text("filed_by");
  found.state = machine_state_of(row.text("state"));
  found.district = row.text("district");
  found.machine_kind = row.text("machine_kind");
  found.serial = row.text("serial");
  found.emission_stage = row.text("emission_stage");
  found.answers = row.json("answers");
  found.derived = row.json("derived");
  found.revision = row.text("revision");
  found.case_id = row.text("case_id");
  found.change_id = row.text("change_id");
  found.version = row.integer("version");
  found.created_at = row.text("created_at");
  found.updated_at = row.text("updated_at");
  return found;
}

std::optional<Machine> one(Session& session, const std::string& sql, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto rows = session.one(sql, {id});
  return rows ? std::optional<Machine>(read(rows->front())) : std::nullopt;
}

std::optional<Machine> with_serial(Session& session, const std::string& sql, const std::string& serial) {
  const auto rows = session.one(sql, {serial});
  return rows ? std::optional<Machine>(read(rows->front())) : std::nullopt;
}

}  // namespace

void insert(Session& session, const Machine& m) {
  session.run(kInsert, {m.id, m.kind, m.owner, m.filed_by, name_of(m.state), m.answers});
}

std::optional<Machine> find(Session& session, const std::string& id) { return one(session, kFind, id); }
std::optional<Machine> lock(Session& session, const std::string& id) { return one(session, kLock, id); }
std::optional<Machine> bearing(Session& session, const std::string& serial) {
  return with_serial(session, kBearing, serial);
}
std::optional<Machine> hold_bearing(Session& session, const std::string& serial) {
  return with_serial(session, kHoldBearing, serial);
}
void remove(Session& session, const std::string& id) { session.run(kRemove, {id}); }

void set_answers(Session& session, const Machine& m) { session.run(kSetAnswers, {m.id, m.answers}); }

void set_judged(Session& session, const Machine& m) {
  session.run(kSetJudged, {m.id, m.answers, m.derived, m.revision, m.owner, maybe(m.district),
                           maybe(m.machine_kind), maybe(m.emission_stage), m.kind});
}

void set_state(Session& session, const std::string& id, MachineState state, const std::string& case_id) {
  session.run(kSetState, {id, name_of(state), case_id});
}

void set_serial(Session& session, const std::string& id, const std::string& serial) {
  session.run(kSetSerial, {id, serial});
}

void change(Session& session, const Machine& m) {
  session.run(kChange, {m.id, m.owner, m.filed_by, name_of(m.state), maybe(m.district), maybe(m.machine_kind),
                        maybe(m.emission_stage), m.answers, m.derived, maybe(m.revision), m.change_id});
}

std::vector<Machine> list(Session& session, const Filter& filter) {
  const bool own = !filter.account.empty();
  const storage::Param whose = own ? storage::Param(filter.account) : storage::Param(filter.districts);
  std::vector<storage::Param> params{whose, maybe(filter.before), maybe(filter.state), maybe(filter.district),
                                     filter.limit};
  if (!own) params.emplace_back(name_of(MachineState::draft));
  std::vector<Machine> all;
  for (const Row& row : session.run(own ? kOfAccount : kOfOfficer, params)) all.push_back(read(row));
  return all;
}

void add_stage(Session& session, const std::string& id, const std::string& serial, const std::string& stage) {
  session.run(kEndStage, {id});
  session.run(kAddStage, {id, new_id(), serial, stage});
}

std::vector<Stage> stages(Session& session, const std::string& id) {
  std::vector<Stage> all;
  for (const Row& row : session.run(kStages, {id}))
    all.push_back({row.text("serial"), row.text("stage"), row.text("since")});
  return all;
}

}  // namespace nrmm::machines::machine_store

#include "machines/batch_store.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"

namespace nrmm::machines::batch_store {
namespace {

using storage::Row;
using storage::Session;

constexpr const char* kInsert = R"(
insert into filing_batch (city_id, id, account_id, kind, submitted) values (nrmm_city(), $1, $2, $3, $4))";

constexpr const char* kInsertRow = R"(
insert into filing_batch_row (city_id, batch_id, line, outcome, machine_id, answers_mac, errors)
values (nrmm_city(), $1, $2, $3, $4, $5, $6))";

constexpr const char* kFind = R"(
select id, account_id, kind, submitted, nrmm_time(created_at) as created_at from filing_batch where id = $1)";

constexpr const char* kRows = R"(
select line, outcome, machine_id, errors from filing_batch_row where batch_id = $1 order by line)";

constexpr const char* kMadeBy = R"(
select m.id from filing_batch_row r join machine m on m.city_id = r.city_id and m.id = r.machine_id
where r.answers_mac = $1 and r.machine_id is not null order by m.id desc limit 1)";

}  // namespace

void insert(Session& session, const Batch& batch) {
  session.run(kInsert, {batch.id, batch.account, batch.kind, batch.submitted});
}

void insert_row(Session& session, const std::string& batch, const BatchRow& row) {
  session.run(kInsertRow,
              {batch, row.line, row.outcome, maybe(row.machine), maybe(row.answers_mac), row.errors});
}

std::optional<Batch> find(Session& session, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const auto found = session.one(kFind, {id});
  if (!found) return std::nullopt;
  const Row row = found->front();
  Batch batch{id, row.text("account_id"), row.text("kind"), row.flag("submitted"), row.text("created_at"),
              {}};
  for (const Row& each : session.run(kRows, {id}))
    batch.rows.push_back({static_cast<int>(each.integer("line")), each.text("outcome"),
                          each.text("machine_id"), "", each.json("errors")});
  return batch;
}

std::optional<std::string> made_by(Session& session, const std::string& answers_mac) {
  const auto found = session.one(kMadeBy, {answers_mac});
  return found ? std::optional<std::string>(found->front().text("id")) : std::nullopt;
}

}  // namespace nrmm::machines::batch_store

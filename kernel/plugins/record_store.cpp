#include "plugins/record_store.hpp"

#include "base/random.hpp"

namespace nrmm::plugins::record_store {
namespace {

constexpr const char* kInsert = R"(
insert into plugin_record (city_id, id, plugin, kind, answers, author_id) values (nrmm_city(), $1, $2, $3, $4, $5))";

#define COLUMNS                                                                                             \
  "r.id, r.version, r.answers, r.author_id, a.name as author_name, nrmm_time(r.created_at) as created_at, " \
  "nrmm_time(r.updated_at) as updated_at from plugin_record r "                                             \
  "join account a on a.city_id = r.city_id and a.id = r.author_id "

constexpr const char* kFind =
    "select " COLUMNS "where r.id = $1 and r.plugin = $2 and r.kind = $3 and r.withdrawn_at is null";
constexpr const char* kLock =
    "select " COLUMNS
    "where r.id = $1 and r.plugin = $2 and r.kind = $3 and r.withdrawn_at is null for update of r";
constexpr const char* kPage =
    "select " COLUMNS
    "where r.plugin = $1 and r.kind = $2 and r.withdrawn_at is null and r.answers @> $3::jsonb "
    "and ($4::uuid is null or r.author_id = $4) and ($5::uuid is null or r.id < $5) "
    "order by r.id desc limit $6";
#undef COLUMNS

constexpr const char* kChange =
    "update plugin_record set answers = $2, version = version + 1, updated_at = nrmm_now() where id = $1";
constexpr const char* kWithdraw =
    "update plugin_record set withdrawn_at = nrmm_now(), version = version + 1, updated_at = nrmm_now() "
    "where id = $1";

Record read(const storage::Row& row) {
  return {row.text("id"),      row.integer("version"), row.text("author_id"), row.text("author_name"),
          row.json("answers"), row.text("created_at"), row.text("updated_at")};
}

std::optional<Record> one(storage::Session& session, const char* sql, const Of& of, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  const storage::Rows rows = session.run(sql, {id, of.plugin, of.kind});
  if (rows.empty()) return std::nullopt;
  return read(rows.front());
}

}  // namespace

std::string insert(storage::Session& session, const Of& of, const Json& answers, const std::string& author) {
  const std::string id = new_id();
  session.run(kInsert, {id, of.plugin, of.kind, answers, author});
  return id;
}

std::optional<Record> find(storage::Session& session, const Of& of, const std::string& id) {
  return one(session, kFind, of, id);
}

std::optional<Record> lock(storage::Session& session, const Of& of, const std::string& id) {
  return one(session, kLock, of, id);
}

std::vector<Record> page(storage::Session& session, const Of& of, const Page& wanted) {
  const auto before = wanted.before.empty() ? std::nullopt : std::optional(wanted.before);
  std::vector<Record> out;
  for (const storage::Row& row :
       session.run(kPage, {of.plugin, of.kind, wanted.like, wanted.author, before, wanted.limit}))
    out.push_back(read(row));
  return out;
}

void change(storage::Session& session, const std::string& id, const Json& answers) {
  session.run(kChange, {id, answers});
}

void withdraw(storage::Session& session, const std::string& id) { session.run(kWithdraw, {id}); }

}  // namespace nrmm::plugins::record_store

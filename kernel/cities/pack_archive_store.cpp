#include <stdexcept>

#include "audit/audit.hpp"
#include "cities/pack_archive.hpp"

namespace nrmm::cities {
namespace {

using storage::Session;

// Activations of one city queue up here, so that two at once become two revisions in an order.
constexpr const char* kLock = "select pg_advisory_xact_lock(hashtext('nrmm pack ' || $1))";

constexpr const char* kActiveOf = R"(
select revision, number from pack_activation where city_id = $1 order by number desc limit 1)";

constexpr const char* kArchive = R"(
insert into pack_revision (city_id, revision, files, chain) values ($1, $2, $3, $4) on conflict do nothing)";

constexpr const char* kArchived = "select 1 as one from pack_revision where city_id = $1 and revision = $2";

constexpr const char* kActivate = R"(
insert into pack_activation (city_id, number, revision, action, activated_by) values ($1, $2, $3, $4, $5))";

constexpr const char* kNotify = "select pg_notify('nrmm_packs', $1)";

constexpr const char* kActive = R"(
select distinct on (city_id) city_id, revision from pack_activation order by city_id, number desc)";

constexpr const char* kHistory = R"(
select number, revision, action, nrmm_time(activated_at) as at, activated_by from pack_activation
where city_id = $1 order by number desc)";

constexpr const char* kRevisions =
    "select revision from pack_revision where city_id = $1 order by archived_at";

constexpr const char* kFiles = "select files from pack_revision where city_id = $1 and revision = $2";

// Where the city stands, once nobody else changes it.
Change standing(Session& session, const std::string& city) {
  session.run(kLock, {city});
  const auto row = session.one(kActiveOf, {city});
  if (!row) return {};
  const std::string revision = row->front().text("revision");
  return {revision, revision, row->front().integer("number"), false};
}

void audit_change(Session& session, const Change& change, const std::string& action, const std::string& by) {
  Actor actor;
  actor.city = session.city();
  actor.name = by;
  actor.roles = {"system"};
  const Json before =
      change.from.empty() ? Json() : Json{{"revision", change.from}, {"activation", change.number - 1}};
  const Json after = {{"revision", change.to}, {"activation", change.number}};
  audit::record(session, actor, {},
                {"pack." + action, "pack", session.city(), before, after, "done", change.to});
}

Change put_in_force(Session& session, Change change, const std::string& revision, const std::string& action,
                    const std::string& by) {
  change.to = revision;
  change.changed = true;
  ++change.number;
  session.run(kActivate, {session.city(), change.number, revision, action, by});
  audit_change(session, change, action, by);
  session.run(kNotify, {session.city()});
  return change;
}

}  // namespace

Change PackArchive::activate(const PackFiles& files, const std::string& by) {
  std::vector<std::string> chain;
  for (const auto& folder : files.chain) chain.push_back(folder.id);
  const std::string revision = files.revision();
  return database_.transact(files.id(), [&](Session& session) {
    const Change now = standing(session, files.id());
    if (now.to == revision) return now;
    session.run(kArchive, {files.id(), revision, files.to_json(), chain});
    return put_in_force(session, now, revision, "activate", by);
  });
}

Change PackArchive::put_back(const std::string& city, const std::string& revision, const std::string& seen,
                             const std::string& by) {
  return database_.transact(city, [&](Session& session) {
    const Change now = standing(session, city);
    if (now.to != seen)
      throw std::runtime_error("revision " + now.to + " was activated meanwhile; nothing is changed");
    if (!session.one(kArchived, {city, revision}))
      throw std::runtime_error("the archive of " + city + " has no revision " + revision);
    return now.to == revision ? now : put_in_force(session, now, revision, "rollback", by);
  });
}

std::vector<Activation> PackArchive::active() {
  auto session = database_.session("");
  std::vector<Activation> activations;
  for (const auto row : session.run(kActive))
    activations.push_back({row.text("city_id"), row.text("revision")});
  return activations;
}

std::optional<std::string> PackArchive::active(const std::string& city) {
  auto session = database_.session("");
  const auto row = session.one(kActiveOf, {city});
  return row ? std::optional<std::string>(row->front().text("revision")) : std::nullopt;
}

std::vector<ActivationRecord> PackArchive::history(const std::string& city) {
  auto session = database_.session(city);
  std::vector<ActivationRecord> records;
  for (const auto row : session.run(kHistory, {city})) {
    records.push_back({row.integer("number"), row.text("revision"), row.text("action"), row.text("at"),
                       row.text("activated_by")});
  }
  return records;
}

std::optional<PackFiles> PackArchive::files(const std::string& city, const std::string& revision) {
  auto session = database_.session("");
  const auto row = session.one(kFiles, {city, revision});
  if (!row) return std::nullopt;
  return PackFiles::from_json(row->front().json("files"));
}

std::vector<std::string> PackArchive::revisions(const std::string& city) {
  auto session = database_.session("");
  std::vector<std::string> all;
  for (const auto row : session.run(kRevisions, {city})) all.push_back(row.text("revision"));
  return all;
}

Date PackArchive::today() {
  auto session = database_.session("");
  return *Date::parse(session.one("select nrmm_today()::text as today")->front().text("today"));
}

}  // namespace nrmm::cities

#include "cities/pack_archive.hpp"

namespace nrmm::cities {
namespace {

// Activations of one city queue up here, so that two at once become two revisions in an order.
constexpr const char* kLock = "select pg_advisory_xact_lock(hashtext('nrmm pack ' || $1))";

constexpr const char* kActiveOf = R"(
select revision from pack_activation where city_id = $1 order by id desc limit 1)";

constexpr const char* kArchive = R"(
insert into pack_revision (city_id, revision, files, chain) values ($1, $2, $3, $4) on conflict do nothing)";

constexpr const char* kActivate = R"(
insert into pack_activation (city_id, revision, activated_by) values ($1, $2, $3))";

constexpr const char* kNotify = "select pg_notify('nrmm_packs', $1)";

constexpr const char* kActive = R"(
select distinct on (city_id) city_id, revision from pack_activation order by city_id, id desc)";

constexpr const char* kFiles = "select files from pack_revision where city_id = $1 and revision = $2";

}  // namespace

bool PackArchive::activate(const PackFiles& files, const std::string& by) {
  std::vector<std::string> chain;
  for (const auto& folder : files.chain) chain.push_back(folder.id);
  return database_.transact(files.id(), [&](storage::Session& session) {
    session.run(kLock, {files.id()});
    const auto active = session.one(kActiveOf, {files.id()});
    if (active && active->front().text("revision") == files.revision()) return false;
    session.run(kArchive, {files.id(), files.revision(), files.to_json(), chain});
    session.run(kActivate, {files.id(), files.revision(), by});
    session.run(kNotify, {files.id()});
    return true;
  });
}

std::vector<Activation> PackArchive::active() {
  auto session = database_.session("");
  std::vector<Activation> activations;
  for (const auto row : session.run(kActive))
    activations.push_back({row.text("city_id"), row.text("revision")});
  return activations;
}

std::optional<PackFiles> PackArchive::files(const std::string& city, const std::string& revision) {
  auto session = database_.session("");
  const auto row = session.one(kFiles, {city, revision});
  if (!row) return std::nullopt;
  return PackFiles::from_json(row->front().json("files"));
}

Date PackArchive::today() {
  auto session = database_.session("");
  return *Date::parse(session.one("select nrmm_today()::text as today")->front().text("today"));
}

}  // namespace nrmm::cities

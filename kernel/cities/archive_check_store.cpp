#include "cities/archive_check.hpp"

namespace nrmm::cities {

namespace {

constexpr const char* kAlone = R"(
  with activations as (select number::text as number from pack_activation where city_id = nrmm_city()),
    acts as (select after->>'activation' as number from audit
             where object_type = 'pack' and action in ('pack.activate', 'pack.rollback'))
  select coalesce(a.number, r.number) as number, r.number is not null as recorded
  from activations a full join acts r on r.number = a.number
  where a.number is null or r.number is null
  order by 1)";

}  // namespace

void check_archive(PackArchive& archive, const std::string& city, Inspection& inspection) {
  for (const std::string& revision : archive.revisions(city)) {
    inspection.count("revisions");
    const auto files = archive.files(city, revision);
    if (files && files->revision() != revision)
      inspection.breach("archived revision " + revision + " was changed");
  }
}

void check_activations(storage::Session& session, Inspection& inspection) {
  for (const storage::Row row : session.run(kAlone))
    inspection.breach("activation " + row.text("number") +
                      (row.flag("recorded") ? " is recorded and is not there" : " is not recorded"));
}

}  // namespace nrmm::cities

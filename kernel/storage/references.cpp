#include "storage/references.hpp"

#include <string>

namespace nrmm::storage {

namespace {

// Keys between tables of which both have a city.
constexpr const char* kKeys = R"(
  select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
    array(select format('p.%I = c.%I', p.attname, c.attname)
          from unnest(k.conkey, k.confkey) as pair (child, parent)
            join pg_attribute c on c.attrelid = k.conrelid and c.attnum = pair.child
            join pg_attribute p on p.attrelid = k.confrelid and p.attnum = pair.parent) as pairs,
    array(select format('c.%I is not null', attname) from pg_attribute
          where attrelid = k.conrelid and attnum = any (k.conkey)) as given,
    array(select attname::text from pg_attribute
          where attrelid = k.conrelid and attnum = any (k.conkey) and attname <> 'city_id') as columns
  from pg_constraint k
  where k.contype = 'f' and k.connamespace = current_schema()::regnamespace
    and (select count(*) from pg_attribute
         where attrelid in (k.conrelid, k.confrelid) and attname = 'city_id' and not attisdropped)
      = case when k.conrelid = k.confrelid then 1 else 2 end
  order by 1, 2, k.conname)";

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

// Counts the rows that refer, and those whose parent this city does not have.
std::string count_of(const Row& key) {
  return "select count(*) as rows, count(*) filter (where not exists (select from " + key.text("parent") +
         " p where p.city_id = c.city_id and " + joined(key.array("pairs"), " and ") + ")) as astray from " +
         key.text("child") + " c where c.city_id = nrmm_city() and " + joined(key.array("given"), " and ");
}

}  // namespace

void check_references(Session& session, Inspection& inspection) {
  for (const Row key : session.run(kKeys)) {
    const Rows counted = session.run(count_of(key));
    inspection.count("references", counted.front().integer("rows"));
    const auto astray = counted.front().integer("astray");
    if (astray > 0)
      inspection.breach(std::to_string(astray) + " rows of " + key.text("child") + " whose " +
                        joined(key.array("columns"), ", ") + " is no " + key.text("parent") +
                        " of this city");
  }
}

}  // namespace nrmm::storage

#include "users/legacy_import.hpp"

#include <set>

#include "audit/audit.hpp"
#include "users/binding_store.hpp"
#include "users/legacy_list.hpp"

namespace nrmm::users {
namespace {

std::vector<std::string> logins_of(const std::vector<LegacyRow>& rows) {
  std::vector<std::string> logins;
  for (const LegacyRow& row : rows) logins.push_back(row.login);
  return logins;
}

}  // namespace

int LegacyImport::run(const cities::Pack& pack, std::string_view text, const std::string& file,
                      Diagnostics& diagnostics) const {
  const auto rows = read_legacy_list(text, file, diagnostics);
  const std::string& city = pack.id;
  database_.transact(city, [&](storage::Session& session) {
    const auto there = binding_store::known_logins(session, logins_of(rows));
    const std::set<std::string> known(there.begin(), there.end());
    for (const LegacyRow& row : rows)
      if (known.contains(row.login))
        diagnostics.error({file, row.line, 1}, "L004", "this login was imported before");
    if (diagnostics.has_errors()) return;
    for (const LegacyRow& row : rows)
      binding_store::insert_legacy(session, {row.login, numbers_.sealed(city, row.phone),
                                             numbers_.phone_mac(city, row.phone), row.name});
    Actor actor;
    actor.city = city;
    actor.name = operator_;
    actor.roles = {"system"};
    audit::record(session, actor, {},
                  {"account.import_legacy",
                   "city",
                   city,
                   nullptr,
                   {{"rows", rows.size()}},
                   audit::kDone,
                   pack.revision});
  });
  return diagnostics.has_errors() ? 0 : static_cast<int>(rows.size());
}

}  // namespace nrmm::users
